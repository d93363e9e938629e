import { listMailboxes, type Mailbox } from '../db/mailbox-store';
import type { Database } from '../db/database';
import type { MailedMessage } from '../db/mail-thread-store';
import { DomainError } from '../domain/domain-error';
import { mailTexts } from '../domain/mail/messages';
import { oneLine } from '../domain/mail/subject';
import { mailboxOf } from './mailbox-of';

/**
 * The mailbox that mail of a ticket goes out from: the one that the customer wrote to last, else the
 * default one. Throws `no-mailbox`.
 */
export async function mailboxFor(db: Database, before: readonly MailedMessage[]): Promise<Mailbox> {
  const mailboxes = await listMailboxes(db);
  for (const { direction, to } of before) {
    const mailbox = direction === 'in' ? mailboxOf(to, mailboxes) : undefined;
    if (mailbox) return mailbox;
  }
  if (mailboxes[0]) return mailboxes[0];
  throw new DomainError(
    'no-mailbox',
    'No mailbox is set up, so replies cannot be sent; ask an admin to add one in the settings.',
  );
}

/** As whom an agent writes: their name, and the mailbox's address. */
export function senderOf(
  agent: { name: string },
  mailbox: Mailbox,
): { name: string; address: string } {
  const name = oneLine(mailTexts.replySender(agent.name, mailbox.name));
  return { name, address: mailbox.address };
}
