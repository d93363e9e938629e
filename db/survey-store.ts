import { query, type Database, type Transaction } from './database';

/**
 * Tickets that were resolved at `at` (ISO 8601, UTC) are looked at from `pauseS` seconds later on. One that was asked about is not
 * asked about again; where no mailbox asks, nothing is stored.
 */
export async function planSurveysOf(
  db: Database,
  { resolved, pauseS }: { resolved: readonly { ticket: number; at: string }[]; pauseS: number },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO surveys (ticket, resolved_at, due_at)
     SELECT ticket, max(at), max(at) + $3 * interval '1 second'
     FROM unnest($1::int[], $2::timestamptz[]) AS r (ticket, at)
     WHERE EXISTS (SELECT FROM mailboxes WHERE surveys) GROUP BY ticket ORDER BY ticket
     ON CONFLICT (ticket) DO UPDATE SET resolved_at = excluded.resolved_at, due_at = excluded.due_at
     WHERE surveys.asked_at IS NULL`,
    [resolved.map(({ ticket }) => ticket), resolved.map(({ at }) => at), pauseS],
    transaction,
  );
}

/** Whose customer is to be asked now, if that is still right. */
export interface DueSurvey {
  ticket: number;
  resolvedAt: Date;
}

export async function listDueSurveys(db: Database, limit: number): Promise<DueSurvey[]> {
  const sql = `SELECT ticket, resolved_at AS "resolvedAt" FROM surveys
    WHERE asked_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT $1`;
  return query(db, sql, [limit]);
}

/** Looks at it again at that time. */
export async function postponeSurvey(db: Database, ticket: number, until: Date): Promise<void> {
  const sql = `UPDATE surveys SET due_at = $2 WHERE ticket = $1 AND asked_at IS NULL`;
  await query(db, sql, [ticket, until]);
}

/** It is not right to ask. When the ticket is resolved once more, that begins anew. */
export async function dropSurvey(db: Database, ticket: number): Promise<void> {
  const sql = `DELETE FROM surveys WHERE ticket = $1 AND asked_at IS NULL AND due_at <= now()`;
  await query(db, sql, [ticket]);
}

/** The mail that asks is queued. */
export async function noteSurveyAsked(db: Database, ticket: number): Promise<void> {
  const sql = `UPDATE surveys SET asked_at = now() WHERE ticket = $1 AND asked_at IS NULL`;
  await query(db, sql, [ticket]);
}

/** Whether the ticket's customer was asked how satisfied they are. */
export async function wasSurveyed(db: Database, ticket: number): Promise<boolean> {
  const sql = `SELECT FROM surveys WHERE ticket = $1 AND asked_at IS NOT NULL`;
  return (await query(db, sql, [ticket])).length > 0;
}
