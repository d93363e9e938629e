import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database } from './database';
import { eventFromRow, type EventRow } from './event-store';

/** A place among the events of all tickets in the order of their time. */
export interface PastPlace {
  at: string;
  ticket: number;
  seq: number;
}

/**
 * Events of some kinds between two times, in their order, behind a place. What was stored by then
 * only: events that are yet to be committed may be missing.
 */
export async function pastEvents(
  db: Database,
  {
    types,
    after,
    until,
    limit,
  }: { types: readonly string[]; after: PastPlace; until: Date; limit: number },
): Promise<TicketEvent[]> {
  const rows = await query<EventRow>(
    db,
    `SELECT * FROM ticket_events
     WHERE at >= $1 AND at < $4 AND (at, ticket, seq) > ($1, $2::int, $3::int)
       AND type = ANY($5::text[])
     ORDER BY at, ticket, seq LIMIT $6`,
    [after.at, after.ticket, after.seq, until, types, limit],
  );
  return rows.map(eventFromRow);
}

/** How many events there were between two times. */
export async function countPastEvents(db: Database, since: Date, until: Date): Promise<number> {
  const [row] = await query<{ events: number }>(
    db,
    'SELECT count(*)::int AS events FROM ticket_events WHERE at >= $1 AND at < $2',
    [since, until],
  );
  return row!.events;
}
