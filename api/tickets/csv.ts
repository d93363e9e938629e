import { stringify } from 'csv-stringify';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Database } from '../../db/database';
import type { TicketView } from '../../db/ticket-view-store';
import { listTickets, type TicketPage } from '../../tickets/list-tickets';

const pageSize = 500;

/** What a line holds. Neither messages nor notes: an export leaves the desk. */
const columns: Record<string, (view: TicketView) => string | number> = {
  number: ({ ticket }) => ticket.number,
  title: ({ ticket }) => ticket.title,
  status: ({ ticket }) => ticket.status,
  priority: ({ ticket }) => ticket.priority,
  assignee: ({ assignee }) => assignee?.name ?? '',
  assigneeEmail: ({ assignee }) => assignee?.email ?? '',
  requester: ({ requester }) => requester.name ?? '',
  requesterEmail: ({ requester }) => requester.email,
  account: ({ requester }) => requester.account?.name ?? '',
  tags: ({ ticket }) => ticket.tags.join(', '),
  source: ({ ticket }) => ticket.source,
  createdAt: ({ ticket }) => ticket.createdAt,
  updatedAt: ({ ticket }) => ticket.updatedAt,
};

/**
 * Writes all tickets of a list as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets
 * read it as such), a page at a time, as fast as the reader takes it. Ends when the reader goes.
 */
export async function writeCsv(
  db: Database,
  filter: Parameters<typeof listTickets>[1],
  order: Pick<TicketPage, 'sort' | 'descending'>,
  res: Response,
): Promise<void> {
  const first = await listTickets(db, filter, { ...order, limit: pageSize });
  const name = `tickets-${new Date().toISOString().slice(0, 10)}.csv`;
  res.setHeader('Content-Type', 'text/csv; charset=utf-8');
  res.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  res.setHeader('Cache-Control', 'no-store');
  await pipeline(
    async function* () {
      for (let page = first; ;) {
        for (const view of page.views)
          yield Object.values(columns).map((read) => asText(read(view)));
        if (!page.next) return;
        page = await listTickets(db, filter, { ...order, limit: pageSize, after: page.next });
      }
    },
    stringify({ header: true, columns: Object.keys(columns), bom: true }),
    res,
  );
}

/**
 * A spreadsheet runs what begins like a formula, so such a text begins with an apostrophe instead
 * (OWASP, CSV Injection).
 */
function asText(value: string | number): string | number {
  return typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
}
