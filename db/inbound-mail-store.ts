import type { RecentMails } from '../domain/mail/flood';
import type { MailOutcome, MailWay } from '../domain/mail/intake';
import type { Authentication } from '../domain/mail/authentication';
import type { ThreadClue } from '../domain/mail/threading';
import { inTransaction, query, type Database, type Transaction } from './database';
import { noteQuarantine } from './flow-occurrence-store';
import { bracketed } from './sent-mail-store';

/** Who brought a mail to whom, as far as the way it came tells. */
export interface Envelope {
  /** MAIL FROM; empty: a null return path; null: not told. */
  from: string | null;
  /** RCPT TO; empty when not told. */
  to: string[];
  remoteAddress?: string;
  /** What the sending server called itself (HELO, EHLO). */
  helo?: string;
  /** The agent who let it through; kept here so that a crash does not forget it. */
  releasedBy?: string;
  /** Whether that agent let its sender onto the thread for good. */
  addsParticipant?: boolean;
}

/** An incoming mail and what became of it. */
export interface InboundMail {
  id: string;
  receivedAt: Date;
  via: MailWay;
  envelope: Envelope;
  fileId: string;
  rfcMessageId: string | null;
  fromAddress: string | null;
  fromName: string | null;
  subject: string | null;
  outcome: MailOutcome;
  reason: string | null;
  ticket: number | null;
  messageId: string | null;
  /** By what it named its ticket. */
  clue: ThreadClue | null;
  /** The first mail that had its Message-ID, with another content. */
  sameIdAs: string | null;
  authentication: Authentication | null;
  /** How often it waited for the DNS, without failing. */
  waits: number;
  /** How often it waited for a mail that it answers. */
  waitsForEarlier: number;
  /** Who works on it: another one each time that it is taken up. */
  claim: string | null;
  /** Bytes. */
  size: number;
  attempts: number;
  processedAt: Date | null;
}

/** For the stores of incoming mail. */
export const inboundMailColumns = `id, received_at AS "receivedAt", via, envelope, file_id AS "fileId",
  rfc_message_id AS "rfcMessageId", from_address AS "fromAddress", from_name AS "fromName",
  subject, outcome, reason, ticket, message_id AS "messageId", clue,
  same_id_as AS "sameIdAs", authentication, waits, waits_for_earlier AS "waitsForEarlier", claim,
  (SELECT size FROM files f WHERE f.id = file_id)::int AS size, attempts,
  processed_at AS "processedAt"`;

/** What a mail's first look tells, before it is parsed. */
export interface NewInboundMail {
  id: string;
  via: InboundMail['via'];
  envelope: Envelope;
  raw: Buffer;
  /** The same for the same mail sent twice; null when the mail has nothing to tell by. */
  fingerprint: string | null;
  /** How the same mail may be told that came before; see `mail/fingerprint.ts`. */
  formerFingerprints: readonly string[];
  rfcMessageId: string | null;
  /** How long others leave it to the process that received it, in seconds. */
  headStartS: number;
  /** It may have been fetched before: its folder is looked at again. */
  isLookedAtAgain?: boolean | undefined;
}

/**
 * Stores a mail for good; after this it may be acknowledged. One that was received before is
 * stored as `duplicate` of the first, with the first one's file as soon as that is let in; but one whose
 * first is held back is a mail of its own, since that may be anybody's copy of it; unless it comes from a
 * folder that is looked at again, where it is that very mail.
 */
export async function storeInboundMail(
  db: Database,
  mail: NewInboundMail,
  transaction?: Transaction,
): Promise<{ outcome: 'received' } | { outcome: 'duplicate'; of: InboundMail }> {
  for (;;) {
    const [row] = await query<{ stored: boolean }>(
      db,
      `WITH file AS (
         INSERT INTO files (id, content, size) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET size = excluded.size RETURNING id
       ), mail AS (
         INSERT INTO inbound_mails
           (id, via, envelope, file_id, fingerprint, rfc_message_id, next_attempt_at)
         SELECT $1, $4, $5, id, $6, $7, now() + $8 * interval '1 second' FROM file
         WHERE NOT EXISTS (SELECT FROM inbound_mails WHERE fingerprint = ANY($9) AND ${isLetIn})
           AND NOT EXISTS (SELECT FROM inbound_mails
             WHERE fingerprint = ANY($6::text || $9::text[]) AND $10 AND ${isHeldFrom('$5')})
         ON CONFLICT (fingerprint) WHERE fingerprint IS NOT NULL AND ${isLetIn}
           DO NOTHING
         RETURNING id
       )
       SELECT EXISTS (SELECT FROM mail) AS stored`,
      [
        mail.id,
        mail.raw,
        mail.raw.length,
        mail.via,
        JSON.stringify(mail.envelope),
        mail.fingerprint,
        mail.rfcMessageId,
        mail.headStartS,
        mail.formerFingerprints,
        mail.isLookedAtAgain ?? false,
      ],
      transaction,
    );
    if (row!.stored) return { outcome: 'received' };
    const of = await storeDuplicate(db, mail, transaction);
    // Null: the first was held back in this very moment.
    if (of) return { outcome: 'duplicate', of };
  }
}

const isLetIn = `outcome IN ('received', 'new', 'appended', 'follow_up', 'bounce')`;
const heldOutcomes: readonly MailOutcome[] = ['quarantined', 'blocked', 'ignored', 'unreadable'];
const isHeld = `outcome IN (${heldOutcomes.map((outcome) => `'${outcome}'`).join(', ')})`;
/** Fetched for the same mailbox as a mail with this envelope. */
const isHeldFrom = (envelope: string): string =>
  `via = 'imap' AND ${isHeld} AND envelope->'to' = ${envelope}::jsonb->'to'`;

async function storeDuplicate(
  db: Database,
  mail: NewInboundMail,
  transaction: Transaction | undefined,
): Promise<InboundMail | null> {
  const [first] = await query<InboundMail>(
    db,
    `WITH first AS (
       SELECT * FROM inbound_mails WHERE (fingerprint = ANY($4) AND ${isLetIn})
         OR (fingerprint = ANY($4) AND $5 AND ${isHeldFrom('$3')})
       ORDER BY ${isLetIn} DESC, received_at, id LIMIT 1 FOR SHARE
     ), mail AS (
       INSERT INTO inbound_mails (id, via, envelope, file_id, fingerprint, rfc_message_id,
         from_address, from_name, subject, outcome, reason, ticket, processed_at)
       SELECT $1, $2, $3, CASE WHEN outcome = 'received' THEN $1::uuid ELSE file_id END,
         fingerprint, rfc_message_id, from_address, from_name, subject,
         'duplicate', 'The same mail was received before as ' || id || '.', ticket, now()
       FROM first
     ), unneeded AS (
       DELETE FROM files WHERE id = $1 AND (SELECT outcome <> 'received' FROM first)
     )
     SELECT ${inboundMailColumns} FROM first`,
    [
      mail.id,
      mail.via,
      JSON.stringify(mail.envelope),
      [mail.fingerprint, ...mail.formerFingerprints],
      mail.isLookedAtAgain ?? false,
    ],
    transaction,
  );
  return first ?? null;
}

export async function findInboundMail(db: Database, id: string): Promise<InboundMail | null> {
  const sql = `SELECT ${inboundMailColumns} FROM inbound_mails WHERE id = $1`;
  const [row] = await query<InboundMail>(db, sql, [id]);
  return row ?? null;
}

/** A page of mails, newest first. `before` is the last mail of the page before. */
export async function listInboundMails(
  db: Database,
  filter: {
    outcomes?: readonly MailOutcome[] | undefined;
    /** Its sender's address, a recipient's, or its Message-ID, as a whole. */
    q?: string | undefined;
    limit: number;
    before?: { receivedAt: string; id: string } | undefined;
  },
): Promise<InboundMail[]> {
  return query(
    db,
    `SELECT ${inboundMailColumns} FROM inbound_mails
     WHERE ($1::text[] IS NULL OR outcome = ANY($1))
       AND ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3::uuid))
       AND ($5::text IS NULL OR lower(from_address) = lower($5) OR rfc_message_id = $6
         OR lower(envelope->>'to')::jsonb @> to_jsonb(lower($5)))
     ORDER BY received_at DESC, id DESC LIMIT $4`,
    [
      filter.outcomes ?? null,
      filter.before?.receivedAt ?? null,
      filter.before?.id ?? null,
      filter.limit,
      filter.q ?? null,
      filter.q ? bracketed(filter.q) : null,
    ],
  );
}

/** Who wrote what, for the list. */
export interface MailAbout {
  fromAddress: string | null;
  fromName: string | null;
  subject: string;
}

/** What processing found out. */
export interface InboundMailResult {
  clue?: ThreadClue | null;
  authentication?: Authentication | null;
  outcome: MailOutcome;
  reason: string | null;
  ticket: number | null;
  messageId: string | null;
}

/** Writes down who wrote what. */
export async function describeInboundMail(
  db: Database,
  id: string,
  about: MailAbout,
): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET from_address = $2, from_name = $3, subject = $4 WHERE id = $1`,
    [id, about.fromAddress, about.fromName, about.subject],
  );
}

/** The mail is dealt with; nothing happens when another works on it by now. */
export async function finishInboundMail(
  db: Database,
  { id, claim }: Pick<InboundMail, 'id' | 'claim'>,
  result: InboundMailResult & Partial<MailAbout>,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const done = await query(
      db,
      `UPDATE inbound_mails SET outcome = $2, reason = $3, ticket = $4, message_id = $5,
         from_address = coalesce($6, from_address), from_name = coalesce($7, from_name),
         subject = coalesce($8, subject), clue = coalesce($9, clue),
         authentication = coalesce($10, authentication), processed_at = now(), claim = NULL,
         same_id_as = (SELECT first.id FROM inbound_mails first
           WHERE first.rfc_message_id = inbound_mails.rfc_message_id
             AND first.fingerprint IS DISTINCT FROM inbound_mails.fingerprint
             AND (first.received_at, first.id) < (inbound_mails.received_at, inbound_mails.id)
           ORDER BY first.received_at, first.id LIMIT 1)
       WHERE id = $1 AND outcome = 'received' AND claim = $11 RETURNING id`,
      [
        id,
        result.outcome,
        result.reason,
        result.ticket,
        result.messageId,
        result.fromAddress ?? null,
        result.fromName ?? null,
        result.subject ?? null,
        result.clue ?? null,
        result.authentication ? JSON.stringify(result.authentication) : null,
        claim,
      ],
      transaction,
    );
    if (done.length === 0) return;
    if (result.outcome === 'quarantined') await noteQuarantine(db, id, transaction);
    if (heldOutcomes.includes(result.outcome)) await takeUpRepetition(db, id, transaction);
    else await tellRepetitions(db, id, transaction);
  });
}

/** What came as a repetition meanwhile learns of its ticket, and needs no file of its own any more. */
async function tellRepetitions(db: Database, id: string, transaction: Transaction): Promise<void> {
  const told = await query<{ id: string }>(
    db,
    `UPDATE inbound_mails same SET ticket = first.ticket, file_id = first.file_id,
       from_address = first.from_address, from_name = first.from_name, subject = first.subject
     FROM inbound_mails first WHERE first.id = $1 AND same.fingerprint = first.fingerprint
       AND same.outcome = 'duplicate' AND same.file_id = same.id RETURNING same.id`,
    [id],
    transaction,
  );
  if (told.length === 0) return;
  const sql = 'DELETE FROM files WHERE id = ANY($1)';
  await query(db, sql, [told.map((row) => row.id)], transaction);
}

/** What came as a repetition while the first was not held back yet is a mail of its own now. */
async function takeUpRepetition(db: Database, id: string, transaction: Transaction): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET outcome = 'received', reason = NULL, ticket = NULL,
       processed_at = NULL, attempts = 0, claim = NULL, next_attempt_at = now()
     WHERE id = (
       SELECT later.id FROM inbound_mails first
       JOIN inbound_mails later ON later.fingerprint = first.fingerprint
       WHERE first.id = $1 AND later.outcome = 'duplicate' AND later.file_id = later.id
       ORDER BY later.received_at, later.id LIMIT 1
     ) AND NOT EXISTS (SELECT FROM inbound_mails other
       WHERE other.fingerprint = inbound_mails.fingerprint AND other.${isLetIn})`,
    [id],
    transaction,
  );
}

/**
 * Back to `received`, for the caller to process it again; null unless its outcome is one of
 * `from`, and while the same mail, sent once more, is let in. `release`: an agent lets it through.
 */
export async function takeBackInboundMail(
  db: Database,
  id: string,
  from: readonly MailOutcome[],
  release: Pick<Envelope, 'releasedBy' | 'addsParticipant'> = {},
): Promise<InboundMail | null> {
  const [row] = await query<InboundMail>(
    db,
    `UPDATE inbound_mails SET outcome = 'received', reason = NULL, attempts = 0, waits = 0,
       waits_for_earlier = 0, claim = NULL,
       envelope = envelope - 'releasedBy' - 'addsParticipant' || $3, next_attempt_at = now() + interval '10 seconds',
       processed_at = NULL
     WHERE id = $1 AND outcome = ANY($2) AND NOT EXISTS (SELECT FROM inbound_mails other
       WHERE other.fingerprint = inbound_mails.fingerprint AND other.id <> inbound_mails.id
         AND other.${isLetIn})
     RETURNING ${inboundMailColumns}`,
    [id, from, JSON.stringify(release)],
  );
  return row ?? null;
}

/** Whether a mail with one of these Message-IDs is stored and still waits to be processed. */
export async function isAnyBeingReceived(
  db: Database,
  rfcMessageIds: readonly string[],
  butNot: string,
): Promise<boolean> {
  if (rfcMessageIds.length === 0) return false;
  const rows = await query(
    db,
    `SELECT id FROM inbound_mails
     WHERE rfc_message_id = ANY($1) AND outcome = 'received' AND id <> $2 LIMIT 1`,
    [rfcMessageIds, butNot],
  );
  return rows.length > 0;
}

/** The newest mail with a Message-ID, or null. */
export async function findInboundMailByRfcId(
  db: Database,
  rfcMessageId: string,
): Promise<InboundMail | null> {
  const [row] = await query<InboundMail>(
    db,
    `SELECT ${inboundMailColumns} FROM inbound_mails WHERE rfc_message_id = $1
     ORDER BY received_at DESC, id DESC LIMIT 1`,
    [rfcMessageId],
  );
  return row ?? null;
}

/**
 * How many mails of a sender (a lower-case address) joined the ticket or began follow-ups of it, and how
 * many began a ticket of any kind: within each of these numbers of minutes up to now.
 */
export async function countRecentMails(
  db: Database,
  asked: { sender: string; ticket: number | null; minutes: readonly number[] },
): Promise<RecentMails[]> {
  const { sender, ticket, minutes } = asked;
  return query(
    db,
    `WITH recent AS (
       SELECT i.received_at, i.outcome IN ('new', 'follow_up') AS begun,
         coalesce(CASE i.outcome WHEN 'appended' THEN i.ticket
           WHEN 'follow_up' THEN (SELECT follow_up_of FROM tickets t WHERE t.number = i.ticket)
         END = $2::int, false) AS "toTicket"
       FROM inbound_mails i
       WHERE lower(i.from_address) = $1 AND i.outcome IN ('new', 'appended', 'follow_up')
         AND i.received_at > now() - (SELECT max(m) FROM unnest($3::int[]) m) * interval '1 minute'
     )
     SELECT m AS minutes, count(*) FILTER (WHERE "toTicket")::int AS "toTicket",
       count(*) FILTER (WHERE begun)::int AS begun
     FROM unnest($3::int[]) m
     LEFT JOIN recent ON received_at > now() - m * interval '1 minute'
     GROUP BY m`,
    [sender, ticket, minutes],
  );
}
