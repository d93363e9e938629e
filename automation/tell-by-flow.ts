import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import { findAgentMailFacts } from '../db/notice-mail-store';
import { readNotificationWishes } from '../db/notification-settings-store';
import { addFlowNotifications, type FlowTold } from '../db/notification-store';
import { findTicket } from '../db/ticket-store';
import type { NotificationWish } from '../domain/notification/kind';
import { queueAgentMail } from './queue-agent-mail';

/**
 * Tells agents what a Flow says, by those of its ways that each wishes; told again under the same
 * key, they are told once. Answers how many are. Who is not active is not.
 */
export async function tellByFlow(
  db: Database,
  {
    told,
    agentIds,
    ways,
    publicUrl,
    log,
  }: {
    told: FlowTold;
    agentIds: readonly string[];
    ways: NotificationWish;
    publicUrl: string;
    /** Told when an admin's words for the mail cannot be used. */
    log?: Pick<Logger, 'warn'> | undefined;
  },
  transaction: Transaction,
): Promise<number> {
  const wishes = await readNotificationWishes(db, agentIds, transaction);
  const by = (way: keyof NotificationWish): string[] =>
    agentIds.filter((agentId) => ways[way] && wishes.get(agentId)?.flow[way]);
  const [shown, mailed] = [by('inApp'), by('mail')];
  await addFlowNotifications(db, told, shown, transaction);
  const { flow, ticket: number, text } = told;
  const ticket = number === null ? null : await findTicket(db, number, transaction);
  for (const agentId of mailed) {
    const key = `flow/${told.key}/${agentId}`;
    const facts = await findAgentMailFacts(db, { key, agentId }, transaction);
    if (!facts) continue;
    const values = {
      'agent.name': facts.agent.name,
      'flow.title': flow.title,
      says: text,
      'ticket.number': number,
      'ticket.title': ticket?.title ?? null,
      ticketLink: number === null ? null : `${publicUrl}/tickets/${number}`,
    };
    const mail = { key, kind: 'flow', ticket: number, facts, values, log } as const;
    await queueAgentMail(db, mail, transaction);
  }
  return new Set([...shown, ...mailed]).size;
}
