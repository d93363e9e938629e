import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import { findNoticeMailFacts } from '../db/notice-mail-store';
import { mailTexts } from '../domain/mail/messages';
import { thirdPartyWrote, type Notice } from '../domain/notification/notices';
import { queueAgentMail } from './queue-agent-mail';

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
  await queueAgentMail(db, { key, kind, ticket: event.ticket, facts, values, log }, transaction);
}
