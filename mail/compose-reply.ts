import type { Logger } from '../config/logger';
import type { Database } from '../db/database';
import type { NewDelivery } from '../db/delivery-store';
import { readInstallation } from '../db/installation';
import type { Mailbox } from '../db/mailbox-store';
import {
  findThreadPeople,
  listMailedMessages,
  type MailedMessage,
  type ThreadPeople,
} from '../db/mail-thread-store';
import type { NewMessage } from '../db/message-store';
import { DomainError } from '../domain/domain-error';
import { domainOf, looksLikeAddress, othersOf } from '../domain/mail/address';
import { boundedReferences } from '../domain/mail/message-id';
import { mailTexts } from '../domain/mail/messages';
import { automaticAnswerHeaders } from '../domain/mail/outgoing-headers';
import { escapeHtml, plainHtml } from '../domain/mail/plain-html';
import { splitQuoted } from '../domain/mail/quoted-text';
import { referenceTag } from '../domain/mail/reference-tag';
import { oneLine, replySubject } from '../domain/mail/subject';
import { stableUuid } from '../tickets/stable-uuid';
import { cleanText } from './clean-text';
import { customerLink } from './customer-link';
import { sanitiseHtml } from './sanitise-html';
import { replyTo } from './reply-to';
import { mailboxFor, senderOf } from './sender';
import { signatureFooter } from './signature';
import { tagKey } from './tag-key';
import { frameReply } from './write-from-template';

/** Who writes: an agent under their name, or a Flow as the mailbox, marked as a machine (RFC 3834, 5). */
export type ReplyWriter =
  { agent: { id: string; name: string; email: string } } | { flow: { id: string } };

export type ReplyToCompose = ReplyWriter & {
  ticket: number;
  /** The message that the reply becomes; the mail's ids derive from it. */
  messageId: string;
  text: string;
  html?: string | null | undefined;
  cc?: readonly string[] | undefined;
  bcc?: readonly string[] | undefined;
  attachmentIds?: readonly string[] | undefined;
  /** Where people reach the product: the mail then links to the requester's page of the ticket. */
  publicUrl?: string | undefined;
  /** Told when the admin's words around a reply cannot be used. */
  log?: Pick<Logger, 'warn'> | undefined;
};

/** The reply as the thread keeps it and the mail that carries it: `content` of `add-reply`. */
export interface ComposedReply {
  message: NewMessage;
  delivery: NewDelivery;
}

/**
 * Writes a reply to the requester. Throws `ticket-not-found`, `no-mailbox` and
 * `requester-without-address`; the sentence says what to do.
 */
export async function composeReply(db: Database, reply: ReplyToCompose): Promise<ComposedReply> {
  const { people, before, mailbox, to } = await readThread(db, reply.ticket);
  const installation = await readInstallation(db);

  const { author, sender, headers } = writerOf(reply, mailbox);
  const deliveryId = stableUuid(`reply/${reply.messageId}`);
  const rfcMessageId = `<${deliveryId}@${domainOf(mailbox.address)}>`;
  const newestMail = before.find(({ rfcMessageId: id }) => id !== null);
  const original = before.find(({ direction }) => direction === 'in');
  const text = cleanText(reply.text).trimEnd();
  const html = reply.html ? sanitiseHtml(cleanText(reply.html)) || null : null;
  const link =
    reply.publicUrl &&
    customerLink(reply.publicUrl, { ticket: people.ticket, address: to }, installation);
  const signature = signatureFooter(mailbox);
  const framed = await frameReply(
    db,
    { text, html: html ?? plainHtml(text) },
    {
      'requester.name': people.requester.name || null,
      'agent.name': author.name,
      'mailbox.name': mailbox.name,
      'ticket.number': people.ticket,
      'ticket.title': people.title,
      link: link || null,
    },
    reply,
  );
  const cc = othersOf(reply.cc ?? [], [to]);
  const bcc = othersOf(reply.bcc ?? [], [to, ...cc]);
  const references = boundedReferences(
    before
      .toReversed()
      .flatMap((message) => [...message.rfcReferences, message.rfcMessageId ?? []].flat()),
  );

  const message: NewMessage = {
    id: reply.messageId,
    kind: 'reply',
    direction: 'out',
    author,
    text,
    html,
    rfcMessageId,
    rfcReferences: references,
    recipients: { to: [to], cc },
    attachmentIds: [...(reply.attachmentIds ?? [])],
  };
  const delivery: NewDelivery = {
    id: deliveryId,
    uniqueKey: `reply/${reply.messageId}`,
    kind: 'reply',
    messageId: reply.messageId,
    sender,
    to: [to],
    cc,
    bcc,
    subject: replySubject(people.title, referenceTag(people.ticket, tagKey(installation))),
    text: `${framed.text}${signature.text}${original ? `\n\n${quotedText(original)}` : ''}`,
    html: `${framed.html}${signature.html}${original ? quotedHtml(original) : ''}`,
    headers: { ...headers, ...replyTo(mailbox, people.ticket, installation) },
    rfcMessageId,
    inReplyTo: original?.rfcMessageId ?? newestMail?.rfcMessageId ?? null,
    references,
  };
  return { message, delivery };
}

/** A Flow's title is for agents: customers know who writes to them by the mailbox. */
function writerOf(
  writer: ReplyWriter,
  mailbox: Mailbox,
): Pick<NewMessage, 'author'> & Pick<NewDelivery, 'sender'> & { headers: Record<string, string> } {
  if ('agent' in writer) {
    const { agent } = writer;
    return {
      author: { type: 'agent', ...agent },
      sender: senderOf(agent, mailbox),
      headers: {},
    };
  }
  const name = oneLine(mailbox.name);
  return {
    author: { type: 'flow', id: writer.flow.id, name, email: null },
    sender: { name, address: mailbox.address },
    headers: automaticAnswerHeaders,
  };
}

async function readThread(
  db: Database,
  ticket: number,
): Promise<{ people: ThreadPeople; before: MailedMessage[]; mailbox: Mailbox; to: string }> {
  const people = await findThreadPeople(db, ticket);
  if (!people) throw new DomainError('ticket-not-found', `There is no ticket ${ticket}.`);
  const before = await listMailedMessages(db, ticket);
  const mailbox = await mailboxFor(db, before);
  const to = people.requester.email;
  if (!looksLikeAddress(to)) {
    throw new DomainError(
      'requester-without-address',
      'The requester has no e-mail address; give them one, or write an internal note.',
    );
  }
  return { people, before, mailbox, to };
}

const longestQuote = 5_000;

function quotedText(original: MailedMessage): string {
  const lines = ownWords(original).split('\n');
  return [intro(original), ...lines.map((line) => `> ${line}`)].join('\n');
}

function quotedHtml(original: MailedMessage): string {
  const quote = plainHtml(ownWords(original));
  return `\n<br><br>\n<div>${escapeHtml(intro(original))}</div>\n<blockquote>${quote}</blockquote>`;
}

function ownWords({ text }: MailedMessage): string {
  return cleanText(splitQuoted(text).own.trim().slice(0, longestQuote));
}

function intro({ createdAt, authorName }: MailedMessage): string {
  return mailTexts.quotedIntro(mailTexts.moment(new Date(createdAt)), oneLine(authorName));
}
