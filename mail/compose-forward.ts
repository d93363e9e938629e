import type { Database } from '../db/database';
import { readInstallation } from '../db/installation';
import { findThreadPeople, listMailedMessages } from '../db/mail-thread-store';
import { DomainError } from '../domain/domain-error';
import { domainOf, othersOf } from '../domain/mail/address';
import { forwardedText, type ForwardedMessage } from '../domain/mail/forwarded-text';
import { referenceTag } from '../domain/mail/reference-tag';
import { forwardSubject } from '../domain/mail/subject';
import { plainHtml } from '../domain/mail/plain-html';
import { stableUuid } from '../tickets/stable-uuid';
import { cleanText } from './clean-text';
import type { ComposedReply } from './compose-reply';
import { replyTo } from './reply-to';
import { mailboxFor, senderOf } from './sender';
import { tagKey } from './tag-key';

export interface ForwardToCompose {
  ticket: number;
  agent: { id: string; name: string; email: string };
  /** The message that the forward becomes; the mail's ids derive from it. */
  messageId: string;
  /** The agent's own words. */
  text: string;
  to: readonly string[];
  cc?: readonly string[] | undefined;
  original: Omit<ForwardedMessage, 'subject'>;
}

/**
 * Writes a mail that shows one message of a ticket to third parties: `content` of `add-forward`. It
 * names no other mail of the thread, and has no link to the customer's page. Throws
 * `ticket-not-found` and `no-mailbox`.
 */
export async function composeForward(
  db: Database,
  forward: ForwardToCompose,
): Promise<ComposedReply> {
  const people = await findThreadPeople(db, forward.ticket);
  if (!people) throw new DomainError('ticket-not-found', `There is no ticket ${forward.ticket}.`);
  const mailbox = await mailboxFor(db, await listMailedMessages(db, forward.ticket));
  const installation = await readInstallation(db);

  const { agent, messageId } = forward;
  const deliveryId = stableUuid(`forward/${messageId}`);
  const rfcMessageId = `<${deliveryId}@${domainOf(mailbox.address)}>`;
  const to = othersOf(forward.to, []);
  const cc = othersOf(forward.cc ?? [], to);
  const quote = forwardedText({ ...forward.original, subject: people.title });
  const text = cleanText(`${forward.text.trimEnd()}\n\n${quote}`);
  return {
    message: {
      id: messageId,
      kind: 'forward',
      // With the customer in mind: they get and see nothing of it.
      direction: 'internal',
      author: { type: 'agent', ...agent },
      text,
      html: null,
      rfcMessageId,
      rfcReferences: [],
      recipients: { to, cc },
    },
    delivery: {
      id: deliveryId,
      uniqueKey: `forward/${messageId}`,
      kind: 'forward',
      messageId,
      sender: senderOf(agent, mailbox),
      to,
      cc,
      subject: forwardSubject(people.title, referenceTag(people.ticket, tagKey(installation))),
      text,
      html: plainHtml(text),
      headers: replyTo(mailbox, people.ticket, installation),
      rfcMessageId,
      inReplyTo: null,
      references: [],
    },
  };
}
