import type { Database, Transaction } from '../db/database';
import { queueDelivery, type NewDelivery } from '../db/delivery-store';
import { readInstallation } from '../db/installation';
import type { Mailbox } from '../db/mailbox-store';
import { findThreadPeople, listMailedMessages, type MailedMessage } from '../db/mail-thread-store';
import { comparable, domainOf } from '../domain/mail/address';
import { boundedReferences } from '../domain/mail/message-id';
import { referenceTag } from '../domain/mail/reference-tag';
import { oneLine } from '../domain/mail/subject';
import { stableUuid } from '../tickets/stable-uuid';
import { cleanText } from './clean-text';
import { automaticAnswerHeaders, automaticHeaders } from '../domain/mail/outgoing-headers';
import { plainHtml } from '../domain/mail/plain-html';
import { replyTo } from './reply-to';
import { sanitiseHtml } from './sanitise-html';
import { mailboxFor } from './sender';
import { signatureFooter } from './signature';
import { tagKey } from './tag-key';

export interface MailToQueue {
  /** Two mails with one key are one mail. */
  key: string;
  to: string | readonly string[];
  cc?: readonly string[] | undefined;
  subject: string;
  text: string;
  html?: string | undefined;
  /** The mail is about this ticket; the requester's answer to it joins its thread. */
  ticketNumber?: number | undefined;
  kind: Extract<NewDelivery['kind'], 'notification' | 'flow' | 'acknowledgement' | 'survey'>;
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
  const before = await threadWith(db, mail);
  const mailbox = await mailboxFor(db, before ?? []);
  const signature = before ? signatureFooter(mailbox) : { text: '', html: '' };
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
      to: [mail.to].flat(),
      cc: [...(mail.cc ?? [])],
      text: `${text}${signature.text}`,
      html: `${mail.html ? sanitiseHtml(cleanText(mail.html)) : plainHtml(text)}${signature.html}`,
      rfcMessageId: `<${id}@${domainOf(mailbox.address)}>`,
      ...(await threadFor(db, mail, mailbox, before)),
    },
    transaction,
  );
  return { deliveryId: delivery.id };
}

/** The mails before it, where it goes to the requester of its ticket; null for any other mail. */
async function threadWith(
  db: Database,
  { ticketNumber, to, cc = [] }: MailToQueue,
): Promise<MailedMessage[] | null> {
  if (ticketNumber === undefined) return null;
  const people = await findThreadPeople(db, ticketNumber);
  const requester = people && comparable(people.requester.email);
  if (![to, cc].flat().some((address) => comparable(address) === requester)) return null;
  return listMailedMessages(db, ticketNumber);
}

/** What makes the requester's mail program show it in the thread, and their answer come back to it. */
async function threadFor(
  db: Database,
  { ticketNumber, subject, kind }: MailToQueue,
  mailbox: Mailbox,
  before: MailedMessage[] | null,
): Promise<Pick<NewDelivery, 'subject' | 'headers' | 'inReplyTo' | 'references'>> {
  const line = oneLine(subject).slice(0, 250);
  const headers = kind === 'acknowledgement' ? automaticAnswerHeaders : automaticHeaders;
  if (before === null)
    return { subject: line, headers: { ...headers }, inReplyTo: null, references: [] };
  const ids = before.toReversed().flatMap(({ rfcMessageId }) => rfcMessageId ?? []);
  const installation = await readInstallation(db);
  const tag = referenceTag(ticketNumber!, tagKey(installation));
  return {
    subject: `${line} ${tag}`,
    headers: { ...headers, ...replyTo(mailbox, ticketNumber!, installation) },
    inReplyTo: ids.at(-1) ?? null,
    references: boundedReferences(ids),
  };
}
