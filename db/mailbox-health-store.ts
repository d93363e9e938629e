import { query, type Database } from './database';

/** How a mailbox's server fares: `smtp` takes its mail out, `imap` is where it is fetched from. */
export interface MailboxHealth {
  mailboxId: string;
  way: MailWay;
  lastSuccessAt: Date | null;
  /** The first failure after the last success; null while all is well. */
  failingSince: Date | null;
  /** What is wrong, in words for people; null while all is well. */
  problem: string | null;
}

export type MailWay = 'smtp' | 'imap';

/**
 * Notes that a mailbox's server did its work (`problem: null`) or why it did not. While all is well it
 * writes once a minute at most, so it may be called after every mail.
 */
export async function noteMailboxHealth(
  db: Database,
  { mailboxId, way, problem }: Pick<MailboxHealth, 'mailboxId' | 'way' | 'problem'>,
): Promise<void> {
  await query(
    db,
    `INSERT INTO mailbox_health AS health (mailbox_id, way, last_success_at, failing_since, problem)
     SELECT id, $2, CASE WHEN $3::text IS NULL THEN now() END,
       CASE WHEN $3::text IS NOT NULL THEN now() END, $3 FROM mailboxes WHERE id = $1
     ON CONFLICT (mailbox_id, way) DO UPDATE SET
       last_success_at = coalesce(excluded.last_success_at, health.last_success_at),
       failing_since = CASE WHEN $3::text IS NOT NULL
         THEN coalesce(health.failing_since, excluded.failing_since) END,
       problem = excluded.problem
     WHERE $3::text IS NOT NULL OR health.problem IS NOT NULL OR health.last_success_at IS NULL
       OR health.last_success_at < now() - interval '1 minute'`,
    [mailboxId, way, problem],
  );
}

/** Of every mailbox whose servers were used. */
export async function listMailboxHealth(db: Database): Promise<MailboxHealth[]> {
  return query(
    db,
    `SELECT mailbox_id AS "mailboxId", way, last_success_at AS "lastSuccessAt",
       failing_since AS "failingSince", problem FROM mailbox_health`,
  );
}

/** Of one mailbox. */
export async function findMailboxHealth(db: Database, mailboxId: string): Promise<MailboxHealth[]> {
  return query(
    db,
    `SELECT mailbox_id AS "mailboxId", way, last_success_at AS "lastSuccessAt",
       failing_since AS "failingSince", problem FROM mailbox_health WHERE mailbox_id = $1`,
    [mailboxId],
  );
}

/** What was known holds no longer: the mailbox has another server or password now. */
export async function forgetMailboxHealth(
  db: Database,
  mailboxId: string,
  way: MailWay,
): Promise<void> {
  await query(db, 'DELETE FROM mailbox_health WHERE mailbox_id = $1 AND way = $2', [
    mailboxId,
    way,
  ]);
}
