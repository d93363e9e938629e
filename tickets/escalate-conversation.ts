import {
  addConversationMessage,
  linkConversation,
  setConversationPerson,
} from '../db/conversation-store';
import {
  findConversation,
  listConversationMessages,
  type ConversationView,
} from '../db/conversation-view-store';
import type { Database, Transaction } from '../db/database';
import { findRequester } from '../db/directory-store';
import { findOrCreateRequester } from '../db/requester-store';
import { findTicket } from '../db/ticket-store';
import { conversationTexts } from '../domain/conversation/texts';
import { transcriptOf } from '../domain/conversation/transcript';
import { DomainError } from '../domain/domain-error';
import { defaultPriority, type Priority } from '../domain/ticket/priority';
import type { RequesterRef, TicketState } from '../domain/ticket/ticket';
import { stableUuid } from './stable-uuid';
import { submitCommand } from './submit-command';

export interface Escalation {
  conversationId: string;
  title: string;
  priority?: Priority | undefined;
  assigneeId?: string | null | undefined;
  /** Asked for when the visitor gave none. */
  email?: string | undefined;
  agent: { id: string; name: string; email: string | null };
}

/**
 * Makes a ticket of a conversation: its person is the requester, its transcript the description.
 * A conversation becomes one ticket, however often it is asked for; `repeated` says that it was
 * there. Throws `conversation-not-found`, and `email-needed` when nobody knows whom to answer.
 */
export async function escalateConversation(
  db: Database,
  escalation: Escalation,
): Promise<{ ticket: TicketState; repeated: boolean }> {
  const { conversationId, agent } = escalation;
  const conversation = await findConversation(db, conversationId);
  if (!conversation) throw conversationNotFound();
  if (conversation.ticketNumber !== null) {
    return { ticket: (await findTicket(db, conversation.ticketNumber))!, repeated: true };
  }
  const requester = await requesterOf(db, conversation, escalation.email);
  const { visitor, person } = conversation;
  const name = visitor.name ?? visitor.email ?? person?.email ?? conversationTexts.visitor;
  const transcript = transcriptOf(name, await listConversationMessages(db, conversationId));

  // The same id always: two who ask at once get one ticket.
  const id = `conversation/${conversationId}/escalate`;
  const messageId = stableUuid(`description/${id}`);
  const actor = { type: 'agent', id: agent.id, name: agent.name } as const;
  const outcome = await submitCommand(
    db,
    {
      id,
      ticket: null,
      actor,
      change: {
        type: 'create',
        messageId,
        ticket: {
          title: escalation.title,
          description: transcript,
          priority: escalation.priority ?? defaultPriority,
          requester,
          assigneeId: escalation.assigneeId ?? null,
          tags: [],
          source: 'chat',
          followUpOf: null,
        },
      },
    },
    {
      message: {
        id: messageId,
        kind: 'description',
        // Both sides' words: shown to agents, never quoted in a mail to an unchecked address.
        direction: 'internal',
        author: { ...actor, email: agent.email },
        text: transcript,
        html: null,
      },
      also: (ticket, transaction) => tieTogether(db, { conversation, ticket }, transaction),
    },
  );
  if (!outcome.ok) {
    const { code, message, problems } = outcome.refusal;
    throw new DomainError(code, message, problems);
  }
  return { ticket: outcome.ticket, repeated: outcome.repeated };
}

export function conversationNotFound(): DomainError {
  return new DomainError('conversation-not-found', 'There is no such conversation.');
}

/** Notes in a ticket's own transaction that it comes from a conversation, and tells the visitor. */
export async function linkTicket(
  db: Database,
  { conversationId, ticket }: { conversationId: string; ticket: number },
  transaction: Transaction,
): Promise<void> {
  if (!(await linkConversation(db, { conversationId, ticket }, transaction))) {
    throw new DomainError('already-escalated', 'This conversation has become a ticket already.');
  }
  await addConversationMessage(
    db,
    {
      id: stableUuid(`conversation/${conversationId}/escalated`),
      conversationId,
      author: { type: 'system', id: null, name: null },
      text: conversationTexts.escalated(ticket),
    },
    transaction,
  );
}

async function tieTogether(
  db: Database,
  { conversation, ticket }: { conversation: ConversationView; ticket: TicketState },
  transaction: Transaction,
): Promise<void> {
  const { id: conversationId, person } = conversation;
  if (!person) {
    await setConversationPerson(db, conversationId, ticket.requester, transaction);
  }
  await linkTicket(db, { conversationId, ticket: ticket.number }, transaction);
}

async function requesterOf(
  db: Database,
  { visitor, person }: ConversationView,
  given: string | undefined,
): Promise<RequesterRef> {
  if (person) {
    const { type, id } = (await findRequester(db, person)) ?? person;
    return { type, id };
  }
  const email = visitor.email ?? given;
  if (!email) {
    throw new DomainError(
      'email-needed',
      'The visitor gave no e-mail address; ask for it, so that they can be answered.',
      [{ path: 'email', message: 'give the visitor’s e-mail address' }],
    );
  }
  const { type, id } = await findOrCreateRequester(db, { email, name: visitor.name });
  return { type, id };
}
