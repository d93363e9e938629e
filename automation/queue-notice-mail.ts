import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import { queueDelivery } from '../db/delivery-store';
import { findMailTemplate } from '../db/mail-template-store';
import { findNoticeMailFacts } from '../db/notice-mail-store';
import { domainOf } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { automaticHeaders } from '../domain/mail/outgoing-headers';
import { plainHtml } from '../domain/mail/plain-html';
import { oneLine } from '../domain/mail/subject';
import { thirdPartyWrote, type Notice } from '../domain/notification/notices';
import { writeMail } from '../flows/templates/mail-template';

/**
 * Queues the e-mail that tells an agent of an event; without a mailbox there is none. A reply's
 * text stays out of it: it may still be taken back.
 */
export async function queueNoticeMail(
  db: Database,
  {
    notice,
    publicUrl,
    log,
  }: { notice: Notice; publicUrl: string; log?: Pick<Logger, 'warn'> | undefined },
  transaction: Transaction,
): Promise<void> {
  const { agentId, kind, event } = notice;
  const key = `${kind}/${event.ticket}/${event.seq}/${agentId}`;
  const quotes = event.type === 'message.note_added' || event.type === 'message.customer_replied';
  const messageId = quotes ? (event.messageId ?? null) : null;
  const asked = { key, ticket: event.ticket, agentId, messageId };
  const facts = await findNoticeMailFacts(db, asked, transaction);
  if (!facts) return;
  const text = facts.text ?? event.changes.ratingComment?.to ?? null;
  // A third party's answer is kept like a note, and is none.
  const type = thirdPartyWrote(event) ? 'message.customer_replied' : event.type;
  const changed = await findMailTemplate(db, kind, transaction);
  const values = {
    'agent.name': facts.agent.name,
    'ticket.number': event.ticket,
    'ticket.title': facts.title,
    'ticket.priority': event.facts.priority,
    'requester.nameAndEmail': facts.requester,
    by: event.actor.name,
    did: mailTexts.noticeDid(type, event.changes.status?.to ?? null),
    score: event.changes.rating?.to ?? null,
    quote: text === null ? null : mailTexts.noticeQuote(text),
    link: `${publicUrl}/tickets/${event.ticket}${messageId ? `#message-${messageId}` : ''}`,
  };
  const mail = writeMail(kind, changed, values);
  if (mail.problem !== null) {
    log?.warn(
      { template: kind, problem: mail.problem },
      'a mail template cannot be used, the standard words were sent',
    );
  }
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
      subject: oneLine(mail.subject ?? '').slice(0, 250),
      text: mail.text,
      html: plainHtml(mail.text),
      headers: { ...automaticHeaders },
      rfcMessageId: `<${facts.deliveryId}@${domainOf(facts.mailbox.address)}>`,
      inReplyTo: null,
      references: [],
    },
    transaction,
  );
}
