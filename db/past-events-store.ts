import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database } from './database';
import { eventFromRow, type EventRow } from './event-store';

/** A place among the events of all tickets in the order of their time, to the microsecond. */
export interface PastPlace {
  at: string;
  ticket: number;
  seq: number;
}

/**
 * Events of some kinds up to a time, in their order, behind a place; `last` is the place of the last
 * one. Events that are yet to be committed may be missing.
 */
export async function pastEvents(
  db: Database,
  {
    types,
    after,
    until,
    limit,
  }: { types: readonly string[]; after: PastPlace; until: Date; limit: number },
): Promise<{ events: TicketEvent[]; last: PastPlace | null }> {
  const rows = await query<EventRow & { exactly: string }>(
    db,
    `SELECT *, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exactly
     FROM ticket_events
     WHERE at >= $1 AND at < $4 AND (at, ticket, seq) > ($1, $2::int, $3::int)
       AND type = ANY($5::text[])
     ORDER BY at, ticket, seq LIMIT $6`,
    [after.at, after.ticket, after.seq, until, types, limit],
  );
  const last = rows.at(-1);
  return {
    events: rows.map(eventFromRow),
    last: last ? { at: last.exactly, ticket: last.ticket, seq: last.seq } : null,
  };
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
