import { query, type Database, type Transaction } from './database';

/**
 * Resolved tickets are looked at from `dueAt` on (ISO 8601, UTC). One that was asked about is not
 * asked about again; where no mailbox asks, nothing is stored.
 */
export async function planSurveysOf(
  db: Database,
  resolved: readonly { ticket: number; dueAt: string }[],
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO surveys (ticket, due_at)
     SELECT ticket, max(due_at) FROM unnest($1::int[], $2::timestamptz[]) AS r (ticket, due_at)
     WHERE EXISTS (SELECT FROM mailboxes WHERE surveys) GROUP BY ticket ORDER BY ticket
     ON CONFLICT (ticket) DO UPDATE SET due_at = excluded.due_at WHERE surveys.asked_at IS NULL`,
    [resolved.map(({ ticket }) => ticket), resolved.map(({ dueAt }) => dueAt)],
    transaction,
  );
}

/** The tickets whose customers are to be asked now, if that is still right. */
export async function listDueSurveys(db: Database, limit: number): Promise<number[]> {
  const sql = `SELECT ticket FROM surveys WHERE asked_at IS NULL AND due_at <= now()
    ORDER BY due_at LIMIT $1`;
  return (await query<{ ticket: number }>(db, sql, [limit])).map(({ ticket }) => ticket);
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
