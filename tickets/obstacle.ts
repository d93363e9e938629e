import { cameBack, requeueReply, withdrawReply } from '../db/delivery-store';
import type { Database, Transaction } from '../db/database';
import { eventsAfter } from '../db/ticket-store';
import { thirdParty, type Command } from '../domain/ticket/command';
import type { Refusal } from '../domain/ticket/refusal';
import type { TicketEvent } from '../domain/ticket/event';
import type { TicketState } from '../domain/ticket/ticket';

/**
 * What stands in the way of a command beside the ticket's own state, found and settled in its
 * transaction: what others wrote meanwhile, and how the mail of the reply that it is about fares.
 */
export async function obstacleTo(
  db: Database,
  command: Command,
  state: TicketState,
  transaction: Transaction,
): Promise<Refusal | null> {
  const { change, lastSeenSeq } = command;
  const ticket = state.number;
  if (lastSeenSeq !== undefined && lastSeenSeq < state.version) {
    const since = await eventsAfter(db, ticket, lastSeenSeq, { transaction });
    const news = since.filter((event) => isNews(event, command));
    if (news.length > 0) return movedOn(ticket, news);
  }
  if (change.type === 'withdraw-reply') {
    const { messageId } = change;
    if (await withdrawReply(db, { ticket, messageId }, transaction)) return null;
    const message = 'This reply has already left, so it cannot be taken back.';
    return { code: 'reply-already-sent', message };
  }
  if (change.type === 'retry-reply') {
    const { messageId } = change;
    if (await requeueReply(db, { ticket, messageId }, transaction)) return null;
    const message = 'Only a reply that could not be sent, or came back, can be sent again.';
    return { code: 'reply-not-failed', message };
  }
  // The report was faster than the word that it had been sent; asked here, where none can come between.
  const isDelivered = change.type === 'record-delivery' && change.state === 'sent';
  if (isDelivered && (await cameBack(db, change.messageId, transaction))) {
    return { code: 'reply-came-back', message: 'The mail of this reply came back.' };
  }
  return null;
}

const newsSentences: Partial<Record<TicketEvent['type'], string>> = {
  'message.customer_replied': 'wrote',
  'message.reply_added': 'replied',
  'message.note_added': 'added an internal note',
};

function newsOf({ type, actor }: TicketEvent): string {
  const deed = actor.id === thirdParty ? 'answered what was forwarded' : newsSentences[type];
  return `${actor.name} ${deed}`;
}

function isNews(event: TicketEvent, { actor }: Command): boolean {
  const isOwn = event.actor.type === actor.type && event.actor.id === actor.id;
  return event.type in newsSentences && !isOwn;
}

function movedOn(ticket: number, news: readonly TicketEvent[]): Refusal {
  const problems = news.map((event) => ({ path: `events.${event.seq}`, message: newsOf(event) }));
  const last = problems.at(-1)!.message;
  return {
    code: 'ticket-moved-on',
    message: `${last} on ticket ${ticket} since you last looked; read it before you send.`,
    problems,
  };
}
