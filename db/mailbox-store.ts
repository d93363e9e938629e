import type { OldTicketReply, ReplyAddress } from '../domain/mail/mailbox';
import { inTransaction, query, type Database, type Transaction } from './database';
import { given } from './given';

/** An address of ours: mail to it becomes tickets, replies come from it. */
export interface Mailbox extends MailboxSettings {
  id: string;
  name: string;
  address: string;
  isDefault: boolean;
  hasSmtpPassword: boolean;
  hasImapPassword: boolean;
}

export interface MailboxSettings {
  /** Below every reply; plain text. */
  signature: string;
  /**
   * Where replies ask for their answers: at the mailbox itself, or at a signed address that names the
   * ticket (`plus`: `support+<token>@…`, `reply`: `reply+<token>@…`).
   */
  replyAddress: ReplyAddress;
  /** What a reply to a resolved ticket becomes. */
  resolvedReply: OldTicketReply;
  /** What a reply to a closed ticket becomes. */
  closedReply: OldTicketReply;
  /** A reply later than so many days after Resolved or Closed begins a follow-up; null: no limit. */
  reopenDays: number | null;
  /** Whether contacts of the requester's account may write on a ticket. */
  sameAccountMayJoin: boolean;
  /** Whether whoever begins a ticket by mail is told that it arrived. */
  acknowledges: boolean;
  /** Whether the requester of a resolved ticket is asked how it went. */
  surveys: boolean;
  /** So many hours after it was resolved. */
  surveyAfterHours: number;
  /** The server that its mail leaves by; null: the system's (`SMTP_URL`). */
  smtp: MailServer | null;
  /** The account that its mail is fetched from; null: it comes by SMTP or HTTP. */
  imap: ImapAccount | null;
}

/** What a mailbox is stored with; the passwords sealed. */
export type NewMailbox = Pick<Mailbox, 'name' | 'address'> &
  Optional<MailboxSettings> &
  Optional<SealedPasswords> & { isDefault?: boolean | undefined };

/** What is left out stays as it is. */
export type MailboxChanges = Optional<Pick<Mailbox, 'name' | 'address'>> &
  Optional<MailboxSettings> &
  Optional<SealedPasswords> & { isDefault?: true | undefined };

interface SealedPasswords {
  smtpPassword: string | null;
  imapPassword: string | null;
}

type Optional<T> = { [Field in keyof T]?: T[Field] | undefined };

/** A mail server and who signs in; the password is kept apart. */
export interface MailServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
}

export interface ImapAccount extends MailServer {
  folder: string;
  /** Mail that arrived there before this day (YYYY-MM-DD) stays out; null: none does. */
  since: string | null;
}

const settings = `signature, reply_address AS "replyAddress", resolved_reply AS "resolvedReply",
  closed_reply AS "closedReply", reopen_days AS "reopenDays",
  same_account_may_join AS "sameAccountMayJoin", acknowledges, surveys,
  survey_after_hours AS "surveyAfterHours", smtp, imap,
  smtp_password IS NOT NULL AS "hasSmtpPassword", imap_password IS NOT NULL AS "hasImapPassword"`;
const columns = `id, name, address, is_default AS "isDefault", ${settings}`;

/** All mailboxes, the default one first. */
export async function listMailboxes(db: Database): Promise<Mailbox[]> {
  return query(db, `SELECT ${columns} FROM mailboxes ORDER BY is_default DESC, created_at, id`);
}

export async function findMailbox(db: Database, id: string): Promise<Mailbox | null> {
  const [row] = await query<Mailbox>(db, `SELECT ${columns} FROM mailboxes WHERE id = $1`, [id]);
  return row ?? null;
}

/** The mailbox with this address, in whatever case; null when there is none. */
export async function findMailboxByAddress(db: Database, address: string): Promise<Mailbox | null> {
  const sql = `SELECT ${columns} FROM mailboxes WHERE lower(address) = lower($1)`;
  const [row] = await query<Mailbox>(db, sql, [address]);
  return row ?? null;
}

/** Where each field is stored. */
const columnOf = {
  name: 'name',
  address: 'address',
  signature: 'signature',
  replyAddress: 'reply_address',
  resolvedReply: 'resolved_reply',
  closedReply: 'closed_reply',
  reopenDays: 'reopen_days',
  sameAccountMayJoin: 'same_account_may_join',
  acknowledges: 'acknowledges',
  surveys: 'surveys',
  surveyAfterHours: 'survey_after_hours',
  smtp: 'smtp',
  smtpPassword: 'smtp_password',
  imap: 'imap',
  imapPassword: 'imap_password',
} satisfies Record<Exclude<keyof MailboxChanges, 'isDefault'>, string>;

/** The sealed password (`db/secret-box.ts`) of one of a mailbox's servers; null when it has none. */
export async function findMailboxSecret(
  db: Database,
  id: string,
  way: 'smtp' | 'imap',
): Promise<string | null> {
  const sql = `SELECT ${columnOf[`${way}Password`]} AS secret FROM mailboxes WHERE id = $1`;
  const [row] = await query<{ secret: string | null }>(db, sql, [id]);
  return row?.secret ?? null;
}

/**
 * Adds a mailbox; the first one, and one that says so, becomes the default. Answers null when
 * another mailbox has the address.
 */
export async function createMailbox(db: Database, mailbox: NewMailbox): Promise<Mailbox | null> {
  const { isDefault: wanted, ...fields } = mailbox;
  const { names, values } = toStore(fields);
  return inTransaction(db, async (transaction) => {
    const [row] = await query<Mailbox>(
      db,
      `INSERT INTO mailboxes (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})
       ON CONFLICT (lower(address)) DO NOTHING RETURNING ${columns}`,
      values,
      transaction,
    );
    if (!row) return null;
    const isDefault = wanted || !(await hasDefault(db, transaction));
    if (isDefault) await makeDefault(db, row.id, transaction);
    return { ...row, isDefault };
  });
}

/**
 * Changes settings or which one is the default; null when there is no such mailbox. Throws
 * Sequelize's UniqueConstraintError when another mailbox has the address.
 */
export async function updateMailbox(
  db: Database,
  id: string,
  changes: MailboxChanges,
): Promise<Mailbox | null> {
  const { isDefault, ...fields } = changes;
  const { names, values } = toStore(fields);
  const set = names.map((name, at) => `${name} = $${at + 2}`).join(', ') || 'id = id';
  return inTransaction(db, async (transaction) => {
    const [row] = await query<Mailbox>(
      db,
      `UPDATE mailboxes SET ${set} WHERE id = $1 RETURNING ${columns}`,
      [id, ...values],
      transaction,
    );
    if (!row) return null;
    if (isDefault) await makeDefault(db, id, transaction);
    return { ...row, isDefault: row.isDefault || isDefault === true };
  });
}

/** The columns of the fields that were given. A server that goes takes its password with it. */
function toStore(fields: Omit<MailboxChanges, 'isDefault'>): {
  names: string[];
  values: unknown[];
} {
  const stored = Object.entries(
    given({
      ...fields,
      ...(fields.smtp === null ? { smtpPassword: null } : {}),
      ...(fields.imap === null ? { imapPassword: null } : {}),
    }),
  );
  return {
    names: stored.map(([field]) => columnOf[field as keyof typeof columnOf]),
    values: stored.map(([, value]) =>
      value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
    ),
  };
}

/** Removes a mailbox that is not the default; false when there was none to remove. */
export async function deleteMailbox(db: Database, id: string): Promise<boolean> {
  const sql = `DELETE FROM mailboxes WHERE id = $1 AND NOT is_default RETURNING id`;
  return (await query(db, sql, [id])).length === 1;
}

async function hasDefault(db: Database, transaction: Transaction): Promise<boolean> {
  const sql = 'SELECT id FROM mailboxes WHERE is_default';
  return (await query(db, sql, [], transaction)).length > 0;
}

async function makeDefault(db: Database, id: string, transaction: Transaction): Promise<void> {
  const unset = 'UPDATE mailboxes SET is_default = false WHERE is_default AND id <> $1';
  await query(db, unset, [id], transaction);
  await query(db, 'UPDATE mailboxes SET is_default = true WHERE id = $1', [id], transaction);
}
