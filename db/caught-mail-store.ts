import { query, type Database } from './database';

/** A mail that the local catcher received, parsed. */
export interface CaughtMail {
  id: string;
  receivedAt: Date;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  text: string;
  html: string | null;
  raw: Buffer;
  /** It holds a one-time link to an account. */
  secret: boolean;
}

const columns = `id, received_at AS "receivedAt", sender AS "from", recipients_to AS "to",
  recipients_cc AS "cc", subject, rfc_message_id AS "messageId", in_reply_to AS "inReplyTo",
  rfc_references AS "references", text, html,
  EXISTS (SELECT FROM deliveries d WHERE d.secret AND d.rfc_message_id = caught_mails.rfc_message_id)
    AS secret, raw`;

export async function storeCaughtMail(
  db: Database,
  mail: Omit<CaughtMail, 'id' | 'receivedAt' | 'secret'>,
): Promise<void> {
  await query(
    db,
    `INSERT INTO caught_mails (sender, recipients_to, recipients_cc, subject, rfc_message_id,
       in_reply_to, rfc_references, text, html, raw)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      mail.from,
      mail.to,
      mail.cc,
      mail.subject,
      mail.messageId,
      mail.inReplyTo,
      mail.references,
      mail.text,
      mail.html,
      mail.raw,
    ],
  );
}

// A list is read every few seconds; the whole of a large mail is only read alone.
const listColumns = columns.replace(/raw$/, 'substring(raw FROM 1 FOR 65536) AS raw');

/**
 * A page of caught mails, newest first, each with the first 64 KiB of its raw form. `before` is
 * the last one of the page before.
 */
export async function listCaughtMails(
  db: Database,
  page: { limit: number; before?: { receivedAt: string; id: string } | undefined },
): Promise<CaughtMail[]> {
  return query(
    db,
    `SELECT ${listColumns} FROM caught_mails
     WHERE $1::timestamptz IS NULL OR (received_at, id) < ($1, $2::uuid)
     ORDER BY received_at DESC, id DESC LIMIT $3`,
    [page.before?.receivedAt ?? null, page.before?.id ?? null, page.limit],
  );
}

export async function findCaughtMail(db: Database, id: string): Promise<CaughtMail | null> {
  const sql = `SELECT ${columns} FROM caught_mails WHERE id = $1`;
  const [row] = await query<CaughtMail>(db, sql, [id]);
  return row ?? null;
}
