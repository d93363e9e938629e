import type { Database, Transaction } from '../db/database';
import { queueDelivery, type NewDelivery } from '../db/delivery-store';
import { readInstallation } from '../db/installation';
import { listMailboxes } from '../db/mailbox-store';
import { findThreadPeople, listMailedMessages } from '../db/mail-thread-store';
import { DomainError } from '../domain/domain-error';
import { comparable, domainOf } from '../domain/mail/address';
import { boundedReferences } from '../domain/mail/message-id';
import { referenceTag } from '../domain/mail/reference-tag';
import { oneLine } from '../domain/mail/subject';
import { stableUuid } from '../tickets/stable-uuid';
import { cleanText } from './clean-text';
import { automaticHeaders } from '../domain/mail/outgoing-headers';
import { plainHtml } from './plain-html';
import { sanitiseHtml } from './sanitise-html';
import { tagKey } from './tag-key';

export interface MailToQueue {
  /** Two mails with one key are one mail. */
  key: string;
  to: string;
  subject: string;
  text: string;
  html?: string | undefined;
  /** The mail is about this ticket; the requester's answer to it joins its thread. */
  ticketNumber?: number | undefined;
  kind: Extract<NewDelivery['kind'], 'notification' | 'flow'>;
  /** It holds a one-time link: its text is not kept when it has been sent. */
  secret?: boolean | undefined;
}

/**
 * Queues a mail that a machine writes. Its row is the promise that it goes out: exactly once under
 * one Message-ID. Throws `no-mailbox` when there is no address to send it from.
 */
export async function queueMail(
  db: Database,
  mail: MailToQueue,
  transaction?: Transaction,
): Promise<{ deliveryId: string }> {
  const [mailbox] = await listMailboxes(db);
  if (!mailbox) {
    throw new DomainError('no-mailbox', 'No mailbox is set up, so no mail can be sent; add one.');
  }
  const id = stableUuid(`mail/${mail.key}`);
  const text = cleanText(mail.text);
  const delivery = await queueDelivery(
    db,
    {
      secret: mail.secret ?? false,
      id,
      uniqueKey: mail.key,
      kind: mail.kind,
      ticket: mail.ticketNumber ?? null,
      messageId: null,
      sender: { name: oneLine(mailbox.name), address: mailbox.address },
      to: [mail.to],
      cc: [],
      text,
      html: mail.html ? sanitiseHtml(cleanText(mail.html)) : plainHtml(text),
      headers: { ...automaticHeaders },
      rfcMessageId: `<${id}@${domainOf(mailbox.address)}>`,
      ...(await threadFor(db, mail)),
    },
    transaction,
  );
  return { deliveryId: delivery.id };
}

/** What makes the requester's mail program show it in the thread, and their answer come back to it. */
async function threadFor(
  db: Database,
  { ticketNumber, to, subject }: MailToQueue,
): Promise<Pick<NewDelivery, 'subject' | 'inReplyTo' | 'references'>> {
  const plain = { subject: oneLine(subject).slice(0, 250), inReplyTo: null, references: [] };
  if (ticketNumber === undefined) return plain;
  const people = await findThreadPeople(db, ticketNumber);
  if (!people || comparable(people.requester.email) !== comparable(to)) return plain;

  const before = await listMailedMessages(db, ticketNumber);
  const ids = before.toReversed().flatMap(({ rfcMessageId }) => rfcMessageId ?? []);
  const tag = referenceTag(ticketNumber, tagKey(await readInstallation(db)));
  return {
    subject: `${plain.subject} ${tag}`,
    inReplyTo: ids.at(-1) ?? null,
    references: boundedReferences(ids),
  };
}
