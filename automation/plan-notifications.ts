import type { Database, Transaction } from '../db/database';
import { findAssignmentFacts, type AssignmentFacts } from '../db/assignment-store';
import { queueDelivery } from '../db/delivery-store';
import { readNotificationWishes } from '../db/notification-settings-store';
import { domainOf } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { oneLine } from '../domain/mail/subject';
import type { TicketEvent } from '../domain/ticket/event';
import { automaticHeaders } from '../domain/mail/outgoing-headers';
import type { Plan } from './relay';

/**
 * Queues the e-mail to an agent who was assigned a ticket, in the transaction that moves the
 * relay's cursor. Who takes a ticket themselves or wants no such mail
 * gets none; without a mailbox there is none.
 */
export function planNotifications({ publicUrl }: { publicUrl: string }): Plan {
  return async (db, events, transaction) => {
    for (const event of events) {
      const agentId = newAssignee(event);
      if (!agentId) continue;
      const wishes = await readNotificationWishes(db, [agentId], 'assigned', transaction);
      if (!wishes.get(agentId)?.mail) continue;
      const facts = await findAssignmentFacts(
        db,
        { ticket: event.ticket, seq: event.seq, agentId },
        transaction,
      );
      if (facts) await queueAssignmentMail(db, { event, facts, publicUrl }, transaction);
    }
  };
}

function newAssignee({ type, changes, actor }: TicketEvent): string | null {
  if (type !== 'ticket.created' && type !== 'ticket.assignee_changed') return null;
  const assignee = changes.assigneeId?.to ?? null;
  return actor.type === 'agent' && actor.id === assignee ? null : assignee;
}

async function queueAssignmentMail(
  db: Database,
  { event, facts, publicUrl }: { event: TicketEvent; facts: AssignmentFacts; publicUrl: string },
  transaction: Transaction,
): Promise<void> {
  const key = `assigned/${event.ticket}/${event.seq}`;
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
      subject: oneLine(mailTexts.assignedSubject(event.ticket, facts.title)).slice(0, 250),
      text: mailTexts.assignedText({
        agent: facts.agent.name,
        number: event.ticket,
        title: facts.title,
        requester: facts.requester,
        priority: event.facts.priority,
        by: event.actor.name,
        link: `${publicUrl}/tickets/${event.ticket}`,
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
