import {
  countTickets as countTicketViews,
  listTicketViews,
  type TicketFilter,
  type TicketPage,
} from '../db/ticket-view-store';
import type { Database } from '../db/database';
import { activeStatuses } from '../domain/ticket/status';

export type { TicketPage } from '../db/ticket-view-store';

/**
 * One page of tickets. Without `statuses`, those that somebody still has to deal with: open, in
 * progress and waiting.
 */
export function listTickets(
  db: Database,
  filter: Omit<TicketFilter, 'statuses'> & Partial<Pick<TicketFilter, 'statuses'>>,
  page: TicketPage,
): ReturnType<typeof listTicketViews> {
  return listTicketViews(db, { statuses: activeStatuses, ...filter }, page);
}

/** How many tickets each filter lets through, counted up to `atMost`. */
export function countTickets(
  db: Database,
  filters: readonly (Omit<TicketFilter, 'statuses'> & Partial<Pick<TicketFilter, 'statuses'>>)[],
  atMost: number,
): Promise<number[]> {
  return countTicketViews(
    db,
    filters.map((filter) => ({ statuses: activeStatuses, ...filter })),
    atMost,
  );
}
