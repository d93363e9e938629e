import { query, type Database } from './database';

/**
 * A place in the order in which events may be read across tickets: by (transaction, ticket, seq),
 * and never at or above the oldest transaction still open. Ids taken from a sequence would not
 * do: they commit out of order, and a reader would step over the late ones.
 */
export interface StreamPosition {
  /** A 64-bit transaction id as text. */
  xid: string;
  ticket: number;
  seq: number;
}

/** The place behind everything that can be read now. */
export async function presentPosition(db: Database): Promise<StreamPosition> {
  const [row] = await query<{ xid: string }>(
    db,
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid',
  );
  return { xid: row!.xid, ticket: 0, seq: 0 };
}

/** True for a place that this database has not reached: it was put back from an older copy. */
export async function isAhead(db: Database, position: StreamPosition): Promise<boolean> {
  const [row] = await query<{ ahead: boolean }>(
    db,
    'SELECT $1::text::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS ahead',
    [position.xid],
  );
  return row!.ahead;
}

/** Events behind `after`, in order; with `upTo`, none behind that place. */
export async function readStream(
  db: Database,
  page: { after: StreamPosition; upTo?: StreamPosition; limit: number },
): Promise<StreamPosition[]> {
  const { after, upTo = { xid: '18446744073709551615', ticket: 0, seq: 0 } } = page;
  return query<StreamPosition>(
    db,
    `SELECT xid::text AS xid, ticket, seq FROM ticket_events
     WHERE (xid, ticket, seq) > ($1::text::xid8, $2::int, $3::int)
       AND (xid, ticket, seq) <= ($4::text::xid8, $5::int, $6::int)
       AND xid < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY xid, ticket, seq LIMIT $7`,
    [after.xid, after.ticket, after.seq, upTo.xid, upTo.ticket, upTo.seq, page.limit],
  );
}
