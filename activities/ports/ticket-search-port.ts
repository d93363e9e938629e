import type { Database } from '../../db/database';
import { findRequesterByEmail } from '../../db/directory-store';
import { readSearch } from '../../db/search-store';
import { findTicket } from '../../db/ticket-store';
import {
  countTickets,
  listTicketViews,
  type TicketFilter,
  type TicketView,
} from '../../db/ticket-view-store';
import { statuses } from '../../domain/ticket/status';
import type { FoundTicket, TicketQuery, TicketSearchPort } from '../../plugins/kit/action';
import { agentIdsOf, teamIdOf } from './names';

const countedUpTo = 1_000;

/** Finds other tickets than `own`, that of the run, of those that are neither in the bin nor spam. */
export function ticketSearchPort(
  db: Database,
  own: number | null,
  publicUrl: string,
): TicketSearchPort {
  return {
    async find(query) {
      const filter = await filterOf(db, query, own);
      if (!filter) return { count: 0, tickets: [] };
      const page = { sort: 'createdAt', descending: true, limit: query.limit } as const;
      const [[count = 0], { views }] = await Promise.all([
        countTickets(db, [filter], countedUpTo),
        listTicketViews(db, filter, page),
      ]);
      return { count, tickets: views.map((view) => told(view, publicUrl)) };
    },
  };
}

function told({ ticket, requester, assignee }: TicketView, publicUrl: string): FoundTicket {
  const { number, title, status, priority, createdAt, updatedAt } = ticket;
  return {
    ...{ number, title, status, priority, createdAt, updatedAt },
    requester: requester.name ?? requester.email,
    assignee: assignee?.name ?? null,
    url: `${publicUrl}/tickets/${number}`,
  };
}

/** Null when no ticket can be meant: of a customer whom nobody knows, of no word at all. */
async function filterOf(
  db: Database,
  query: TicketQuery,
  own: number | null,
): Promise<TicketFilter | null> {
  const { tag, team, text, createdBefore, createdAfter, updatedBefore, priorities } = query;
  const requesterId = await requesterIdOf(db, query.requester, own);
  const found = text === undefined ? undefined : (await readSearch(db, text))?.tsquery;
  if (requesterId === null || (text !== undefined && found === undefined)) return null;
  const assignee = await assigneeOf(db, query.assignee, own);
  return {
    statuses: query.statuses ?? statuses,
    ...(own !== null && { except: own }),
    ...(priorities && { priorities }),
    ...(tag !== undefined && { tag: tag.trim() }),
    ...(team !== undefined && { team: team === null ? 'none' : await teamIdOf(db, team) }),
    ...(assignee !== undefined && { assignee }),
    ...(requesterId !== undefined && { requesterId }),
    ...(found !== undefined && { found }),
    ...(createdBefore && { createdBefore }),
    ...(createdAfter && { createdAfter }),
    ...(updatedBefore && { updatedBefore }),
  };
}

async function assigneeOf(
  db: Database,
  asked: string | null | undefined,
  own: number | null,
): Promise<string | undefined> {
  if (asked === undefined) return undefined;
  if (asked === null) return 'none';
  if (asked === 'same') return (await ownTicket(db, own))?.assigneeId ?? 'none';
  return (await agentIdsOf(db, [asked]))[0];
}

async function requesterIdOf(
  db: Database,
  asked: string | undefined,
  own: number | null,
): Promise<string | null | undefined> {
  if (asked === undefined) return undefined;
  if (asked === 'same') return (await ownTicket(db, own))?.requester.id ?? null;
  return (await findRequesterByEmail(db, asked.trim()))?.id ?? null;
}

async function ownTicket(db: Database, own: number | null) {
  return own === null ? null : findTicket(db, own);
}
