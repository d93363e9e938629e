import { query, type Database, type Transaction } from './database';
import type { ImapAccount } from './mailbox-store';

/** A mailbox whose mail is fetched, with the sealed password (`db/secret-box.ts`) of its account. */
export interface FetchedMailbox {
  id: string;
  address: string;
  imap: ImapAccount;
  sealedPassword: string | null;
}

/** Where in a folder a mailbox is: all mails up to `lastUid` are stored (RFC 9051, 2.3.1.1). */
export interface ImapPosition {
  /** Null before the folder was opened for the first time. */
  uidValidity: number | null;
  lastUid: number;
  /** Mails up to this one may have been stored under another number or account. */
  knownUpToUid: number;
}

/** Who fetches a mailbox: one process at a time. */
export interface Hold {
  mailboxId: string;
  holder: string;
}

export async function listFetchedMailboxes(db: Database): Promise<FetchedMailbox[]> {
  return query(
    db,
    `SELECT id, address, imap, imap_password AS "sealedPassword" FROM mailboxes
     WHERE imap IS NOT NULL ORDER BY created_at, id`,
  );
}

/**
 * Takes a mailbox, or keeps it, for so many seconds; null while another process has it. A mailbox
 * that is fetched from another account or folder than before begins there anew.
 */
export async function holdImapPosition(
  db: Database,
  { mailboxId, holder, imap, seconds }: Hold & { imap: ImapAccount; seconds: number },
): Promise<ImapPosition | null> {
  const account = JSON.stringify([imap.host, imap.port, imap.user, imap.folder]);
  const [row] = await query<ImapPosition>(
    db,
    `INSERT INTO imap_positions AS held (mailbox_id, account, holder, held_until)
     SELECT id, $2, $3::uuid, now() + $4 * interval '1 second' FROM mailboxes WHERE id = $1
     ON CONFLICT (mailbox_id) DO UPDATE SET
       account = excluded.account, holder = excluded.holder, held_until = excluded.held_until,
       uid_validity = CASE WHEN held.account = excluded.account THEN held.uid_validity END,
       last_uid = CASE WHEN held.account = excluded.account THEN held.last_uid ELSE 0 END,
       failing_uid = CASE WHEN held.account = excluded.account THEN held.failing_uid END,
       left_out_at = CASE WHEN held.account = excluded.account THEN held.left_out_at ELSE '{}' END
     WHERE held.holder IS NULL OR held.holder = excluded.holder OR held.held_until < now()
     RETURNING uid_validity::float8 AS "uidValidity", last_uid::float8 AS "lastUid",
       known_up_to_uid::float8 AS "knownUpToUid"`,
    [mailboxId, account, holder, seconds],
  );
  return row ?? null;
}

/**
 * Moves on, in the transaction that stores the mail, or begins anew, which forgets failures too: a UID
 * names another mail then. False when another process has it by now.
 */
export async function moveImapPosition(
  db: Database,
  { mailboxId, holder }: Hold,
  { uidValidity, lastUid, knownUpToUid }: ImapPosition,
  transaction?: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE imap_positions SET uid_validity = $3, last_uid = $4, known_up_to_uid = $5,
       failing_uid = NULL, failures = 0
     WHERE mailbox_id = $1 AND holder = $2 RETURNING mailbox_id`,
    [mailboxId, holder, uidValidity, lastUid, knownUpToUid],
    transaction,
  );
  return rows.length === 1;
}

/** Notes which mail could not be taken over, by its UID. */
export async function noteImapFailure(
  db: Database,
  { mailboxId, holder }: Hold,
  uid: number,
): Promise<void> {
  await query(
    db,
    `UPDATE imap_positions SET failing_uid = $3,
       failures = CASE WHEN failing_uid = $3 THEN failures + 1 ELSE 1 END
     WHERE mailbox_id = $1 AND holder = $2`,
    [mailboxId, holder, uid],
  );
}

/** How often this mail could not be taken over. */
export async function countImapFailures(
  db: Database,
  { mailboxId }: Pick<Hold, 'mailboxId'>,
  uid: number,
): Promise<number> {
  const [row] = await query<{ failures: number }>(
    db,
    'SELECT failures FROM imap_positions WHERE mailbox_id = $1 AND failing_uid = $2',
    [mailboxId, uid],
  );
  return row?.failures ?? 0;
}

const longestTold = `interval '1 day'`;

/** Notes that a notice stands for a mail, in the transaction that stores the notice. */
export async function noteLeftOutMail(
  db: Database,
  { mailboxId }: Pick<Hold, 'mailboxId'>,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE imap_positions SET left_out_at = now() || ARRAY(
       SELECT at FROM unnest(left_out_at) AS at WHERE at > now() - ${longestTold})
     WHERE mailbox_id = $1`,
    [mailboxId],
    transaction,
  );
}

/** How many mails were left out within the last day. */
export async function countLeftOutMails(
  db: Database,
  { mailboxId }: Pick<Hold, 'mailboxId'>,
): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM imap_positions, unnest(left_out_at) AS at
     WHERE mailbox_id = $1 AND at > now() - ${longestTold}`,
    [mailboxId],
  );
  return row!.count;
}

/** Lets another process have it at once. */
export async function letGoImapPosition(db: Database, { mailboxId, holder }: Hold): Promise<void> {
  const sql = `UPDATE imap_positions SET holder = NULL WHERE mailbox_id = $1 AND holder = $2`;
  await query(db, sql, [mailboxId, holder]);
}
