import { stringify } from 'csv-stringify';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { allCustomFields } from '../../db/custom-field-store';
import type { Database } from '../../db/database';
import type { TicketView } from '../../db/ticket-view-store';
import type { CustomFieldValue } from '../../domain/custom-field/value';
import { listTickets, type TicketPage } from '../../tickets/list-tickets';

const pageSize = 500;

type Column = (view: TicketView) => string | number;

/** What a line holds. Neither messages nor notes: an export leaves the desk. */
const columns: Record<string, Column> = {
  number: ({ ticket }) => ticket.number,
  title: ({ ticket }) => ticket.title,
  status: ({ ticket }) => ticket.status,
  priority: ({ ticket }) => ticket.priority,
  assignee: ({ assignee }) => assignee?.name ?? '',
  assigneeEmail: ({ assignee }) => assignee?.email ?? '',
  team: ({ team }) => team?.name ?? '',
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
  const fields = await fieldColumns(db);
  const readers = [...Object.values(columns), ...fields.map(({ read }) => read)];
  const header = [...Object.keys(columns), ...fields.map(({ name }) => name)];
  const first = await listTickets(db, filter, { ...order, limit: pageSize });
  const name = `tickets-${new Date().toISOString().slice(0, 10)}.csv`;
  res.setHeader('Content-Type', 'text/csv; charset=utf-8');
  res.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  res.setHeader('Cache-Control', 'no-store');
  await pipeline(
    async function* () {
      for (let page = first; ;) {
        for (const view of page.views) yield readers.map((read) => asText(read(view)));
        if (!page.next) return;
        page = await listTickets(db, filter, { ...order, limit: pageSize, after: page.next });
      }
    },
    stringify({ header: true, columns: header, bom: true }),
    res,
  );
}

/** The custom fields that are in use, in their order; `field:` keeps them apart from the rest. */
async function fieldColumns(db: Database): Promise<{ name: string; read: Column }[]> {
  const fields = (await allCustomFields(db)).filter(({ archivedAt }) => archivedAt === null);
  return fields.map(({ slug }) => ({
    name: `field:${slug}`,
    read: ({ ticket }) => cellOf(ticket.customFields[slug] ?? null),
  }));
}

function cellOf(value: CustomFieldValue): string | number {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'boolean' ? String(value) : (value ?? '');
}

/**
 * A spreadsheet runs what begins like a formula, so such a text begins with an apostrophe instead
 * (OWASP, CSV Injection).
 */
function asText(value: string | number): string | number {
  return typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
}
