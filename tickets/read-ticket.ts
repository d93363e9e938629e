import type { Database } from '../db/database';
import { eventsAfter } from '../db/ticket-store';
import { findTicketView, type TicketView } from '../db/ticket-view-store';
import type { TicketEvent } from '../domain/ticket/event';

/** One ticket with its people; null when there is none. */
export function readTicket(db: Database, number: number): Promise<TicketView | null> {
  return findTicketView(db, number);
}

/** Everything that happened to a ticket, oldest first, after the event `afterSeq`. */
export function readEvents(
  db: Database,
  number: number,
  page: { afterSeq: number; limit: number },
): Promise<TicketEvent[]> {
  return eventsAfter(db, number, page.afterSeq, { limit: page.limit });
}
