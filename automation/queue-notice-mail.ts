import type { Database, Transaction } from '../db/database';
import { queueDelivery } from '../db/delivery-store';
import { findNoticeMailFacts } from '../db/notice-mail-store';
import { domainOf } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { automaticHeaders } from '../domain/mail/outgoing-headers';
import { oneLine } from '../domain/mail/subject';
import { thirdPartyWrote, type Notice } from '../domain/notification/notices';

/**
 * Queues the e-mail that tells an agent of an event; without a mailbox there is none. A reply's
 * text stays out of it: it may still be taken back.
 */
export async function queueNoticeMail(
  db: Database,
  { notice, publicUrl }: { notice: Notice; publicUrl: string },
  transaction: Transaction,
): Promise<void> {
  const { agentId, kind, event } = notice;
  const key = `${kind}/${event.ticket}/${event.seq}/${agentId}`;
  const quotes = event.type === 'message.note_added' || event.type === 'message.customer_replied';
  const messageId = quotes ? (event.messageId ?? null) : null;
  const asked = { key, ticket: event.ticket, agentId, messageId };
  const facts = await findNoticeMailFacts(db, asked, transaction);
  if (!facts) return;
  const { subject, deed } = mailTexts.notice[kind]({
    number: event.ticket,
    by: event.actor.name,
    title: facts.title,
    // A third party's answer is kept like a note, and is none.
    type: thirdPartyWrote(event) ? 'message.customer_replied' : event.type,
    status: event.changes.status?.to ?? null,
  });
  await queueDelivery(
    db,
    {
      id: facts.deliveryId,
      uniqueKey: key,
      kind: 'notification',
      ticket: event.ticket,
      messageId: null,
      sender: facts.mailbox,
      to: [facts.agent.email],
      cc: [],
      subject: oneLine(subject).slice(0, 250),
      text: mailTexts.noticeText({
        agent: facts.agent.name,
        deed,
        title: facts.title,
        requester: facts.requester,
        priority: event.facts.priority,
        text: facts.text,
        link: `${publicUrl}/tickets/${event.ticket}${messageId ? `#message-${messageId}` : ''}`,
      }),
      html: null,
      headers: { ...automaticHeaders },
      rfcMessageId: `<${facts.deliveryId}@${domainOf(facts.mailbox.address)}>`,
      inReplyTo: null,
      references: [],
    },
    transaction,
  );
}
