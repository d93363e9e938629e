import type { Logger } from '../config/logger';
import type { Approval } from '../db/approval-store';
import type { Database, Transaction } from '../db/database';
import { findAgentMailFacts } from '../db/notice-mail-store';
import { addApprovalNotifications } from '../db/notification-store';
import { readNotificationWishes } from '../db/notification-settings-store';
import { outcomeOf } from '../domain/approval';
import { mailTexts } from '../domain/mail/messages';
import { queueAgentMail } from './queue-agent-mail';

/**
 * Tells those who are asked, in the product and by mail as each wishes; in the transaction that
 * opens the approval. Asked twice, it tells nobody twice; one that has ended is told to nobody.
 */
export async function askForApproval(
  db: Database,
  {
    approval,
    publicUrl,
    log,
  }: {
    approval: Approval;
    publicUrl: string;
    /** Told when an admin's words for the mail cannot be used. */
    log?: Pick<Logger, 'warn'> | undefined;
  },
  transaction: Transaction,
): Promise<void> {
  if (approval.endedAt) return;
  const agentIds = approval.people.filter(({ answer }) => !answer).map(({ agent }) => agent.id);
  const wishes = await readNotificationWishes(db, agentIds, transaction);
  const wish = (agentId: string) => wishes.get(agentId)?.['approval-asked'];
  const shown = agentIds.filter((agentId) => wish(agentId)?.inApp);
  await addApprovalNotifications(db, approval, shown, transaction);
  for (const agentId of agentIds.filter((one) => wish(one)?.mail)) {
    const key = `approval-asked/${approval.id}/${agentId}`;
    const facts = await findAgentMailFacts(db, { key, agentId }, transaction);
    if (!facts) continue;
    const { id, flow, ticket, question, until } = approval;
    const values = {
      'agent.name': facts.agent.name,
      'flow.title': flow.title,
      question,
      until: until && mailTexts.moment(until),
      otherwise: outcomeOf[approval.default],
      link: `${publicUrl}/approvals/${id}`,
      'ticket.number': ticket?.number ?? null,
      'ticket.title': ticket?.title ?? null,
      ticketLink: ticket && `${publicUrl}/tickets/${ticket.number}`,
    };
    const mail = { key, kind: 'approval-asked', facts, values, log } as const;
    await queueAgentMail(db, { ...mail, ticket: ticket?.number ?? null }, transaction);
  }
}
