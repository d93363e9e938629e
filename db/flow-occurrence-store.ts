import type { Occurrence, SideEventType } from '../flows/engine/occurrence';
import { query, type Database, type Transaction } from './database';

/** Something that happened beside tickets, for which Flows are to be planned. */
export interface StoredOccurrence extends Occurrence {
  id: string;
  type: SideEventType;
}

/** For a statement that stores the thing itself: what tells that there is something to plan. */
export const tellsOccurrences = `pg_notify('work', 'flow_occurrences')`;

/** What a conversation is, as Flows see it: of a row `c` of conversations. */
export const conversationSeen = `jsonb_build_object('id', c.id, 'channel', 'chat', 'status', c.status,
  'assigneeId', c.assignee_id, 'visitor', jsonb_build_object('name', c.visitor_name, 'email', c.visitor_email),
  'ticketNumber', (SELECT ticket FROM conversation_tickets t WHERE t.conversation_id = c.id))`;

/** A mail that is held back now, in the transaction that holds it. */
export async function noteQuarantine(
  db: Database,
  mailId: string,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH noted AS (
       INSERT INTO flow_occurrences (type, at, actor, data)
       SELECT 'mail.quarantined', date_trunc('milliseconds', clock_timestamp()),
         '{"type": "system", "id": "mail", "name": "Mail"}',
         jsonb_build_object('mail', jsonb_build_object('id', id, 'from', from_address,
           'fromName', from_name, 'subject', subject, 'reason', reason,
           'authentication', authentication->>'result', 'ticketNumber', ticket))
       FROM inbound_mails WHERE id = $1 RETURNING id
     ) SELECT ${tellsOccurrences} FROM noted`,
    [mailId],
    transaction,
  );
}

/**
 * Takes what is to be planned next, in its order, and holds it until the transaction ends. Empty while
 * another process plans. Answers the revision of the Flows as well.
 */
export async function takeOccurrences(
  db: Database,
  limit: number,
  transaction: Transaction,
): Promise<{ revision: string; occurrences: StoredOccurrence[] }> {
  const [row] = await query<{ mine: boolean; revision: string }>(
    db,
    `SELECT pg_try_advisory_xact_lock(hashtextextended('flow-occurrences', 0)) AS mine, revision
     FROM flow_revision`,
    [],
    transaction,
  );
  const { mine, revision } = row!;
  if (!mine) return { revision, occurrences: [] };
  const rows = await query<Omit<StoredOccurrence, 'at'> & { at: Date }>(
    db,
    `SELECT id, type, at, actor, data FROM flow_occurrences WHERE NOT planned
     ORDER BY id LIMIT $1 FOR UPDATE`,
    [limit],
    transaction,
  );
  return { revision, occurrences: rows.map((one) => ({ ...one, at: one.at.toISOString() })) };
}

export async function markPlanned(
  db: Database,
  ids: readonly string[],
  transaction: Transaction,
): Promise<void> {
  const sql = 'UPDATE flow_occurrences SET planned = true WHERE id = ANY($1::bigint[])';
  await query(db, sql, [ids], transaction);
}

/** What was planned long ago is of no more use: runs have what they need of it. */
export async function pruneOccurrences(db: Database, days: number): Promise<void> {
  const sql = `DELETE FROM flow_occurrences WHERE planned AND at < now() - $1 * interval '1 day'`;
  await query(db, sql, [days]);
}
