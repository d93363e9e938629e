import type { Database } from '../db/database';
import type { NewMessage } from '../db/message-store';
import type { ThreadPeople } from '../db/mail-thread-store';
import { DomainError } from '../domain/domain-error';
import { defaultPriority } from '../domain/ticket/priority';
import { stableUuid } from './stable-uuid';
import { submitCommand, type Outcome } from './submit-command';

export interface CustomerAnswer {
  /** The same id is the same answer, however often it comes. */
  id: string;
  thread: Pick<ThreadPeople, 'ticket' | 'title' | 'requester'>;
  text: string;
}

/**
 * What a customer writes on the page of their ticket: exactly as if it had come by mail. It ends
 * waiting; on a closed ticket it opens a follow-up. Answers the ticket that has it.
 */
export async function receiveCustomerAnswer(db: Database, answer: CustomerAnswer): Promise<number> {
  const { id, thread } = answer;
  const actor = customerOf(thread);
  const message = messageOf(answer, 'customer');
  const outcome = await submitCommand(
    db,
    {
      id: `portal/${id}`,
      ticket: thread.ticket,
      actor,
      change: { type: 'receive-reply', messageId: message.id, automatic: false },
    },
    { message },
  );
  if (outcome.ok) return thread.ticket;
  if (outcome.refusal.code !== 'ticket-closed') throw refusalOf(outcome);
  return openFollowUp(db, answer);
}

async function openFollowUp(db: Database, answer: CustomerAnswer): Promise<number> {
  const { id, thread, text } = answer;
  const message = messageOf(answer, 'description');
  const outcome = await submitCommand(
    db,
    {
      id: `portal/${id}/follow-up`,
      ticket: null,
      actor: customerOf(thread),
      change: {
        type: 'create',
        messageId: message.id,
        ticket: {
          title: thread.title,
          description: text,
          priority: defaultPriority,
          requester: { type: thread.requester.type, id: thread.requester.id },
          assigneeId: null,
          tags: [],
          source: 'portal',
          followUpOf: thread.ticket,
        },
      },
    },
    { message },
  );
  if (!outcome.ok) throw refusalOf(outcome);
  return outcome.ticket.number;
}

function messageOf(
  { id, thread, text }: CustomerAnswer,
  kind: 'customer' | 'description',
): NewMessage {
  const { requester } = thread;
  const name = requester.name ?? requester.email;
  return {
    id: stableUuid(`portal/${id}/${kind}`),
    kind,
    direction: 'in',
    author: { type: 'customer', id: requester.id, name, email: requester.email },
    text,
    html: null,
  };
}

/** The requester of a ticket, as whoever does something on its page. */
export function customerOf({ requester }: Pick<ThreadPeople, 'requester'>) {
  const name = requester.name ?? requester.email;
  return { type: 'customer', id: requester.id, name } as const;
}

function refusalOf({ refusal }: Extract<Outcome, { ok: false }>): DomainError {
  return new DomainError(refusal.code, refusal.message);
}
