import type { Database, Transaction } from '../db/database';
import { findRequester } from '../db/directory-store';
import { findOrCreateRequester } from '../db/requester-store';
import { findMessagesToMove, moveMessages, type MessageToMove } from '../db/split-store';
import { findOutcome, findTicket } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import { comparable } from '../domain/mail/address';
import { descriptionMaxLength, type RequesterRef, type TicketState } from '../domain/ticket/ticket';
import { notFound, type PairRequest } from './merge-tickets';
import { submitTogether } from './submit-together';

export interface Split extends PairRequest {
  source: number;
  title: string;
  messageIds: readonly string[];
}

/**
 * Moves messages of a ticket to a new one, and links the two. The new one has the same customer,
 * or the other customer whose messages alone they are, the same priority and team. All of it in
 * one transaction; throws when one of the messages cannot go.
 */
export async function splitTicket(db: Database, split: Split): Promise<TicketState> {
  const { source, title, messageIds, id, requestHash, actor } = split;
  if (!(await findTicket(db, source))) throw notFound(source);
  return submitTogether(db, [source], async (submit, transaction) => {
    const from = await findTicket(db, source, transaction);
    if (!from) throw notFound(source);
    const messages = await findMessagesToMove(db, messageIds, transaction);
    const command = `${id}/split`;
    const repeated = (await findOutcome(db, command, transaction)) !== null;
    if (!repeated) refuseUnlessMovable(source, messageIds, messages);
    const first = messages.find(({ direction }) => direction !== 'internal');
    const { ticket } = await submit(
      {
        id: command,
        ticket: null,
        actor,
        change: {
          type: 'create',
          messageId: messages[0]?.id ?? messageIds[0]!,
          ticket: {
            title,
            description: (first?.text ?? '').slice(0, descriptionMaxLength),
            priority: from.priority,
            requester: await requesterOf(db, from, messages, transaction),
            assigneeId: null,
            teamId: from.teamId,
            tags: [],
            source: from.source,
            followUpOf: null,
            links: [{ kind: 'split_from', number: source }],
          },
        },
      },
      { requestHash },
    );
    const link = { kind: 'split_into', number: ticket.number } as const;
    await submit(
      { id: `${id}/split-off`, ticket: source, actor, change: { type: 'link', link } },
      { requestHash },
    );
    if (!repeated) await moveMessages(db, { ids: messageIds, to: ticket.number }, transaction);
    return ticket;
  });
}

function refuseUnlessMovable(
  source: number,
  ids: readonly string[],
  messages: readonly MessageToMove[],
): void {
  const problems = ids.flatMap((id, index) => {
    const message = messages.find((one) => one.id === id);
    const obstacle = obstacleOf(source, message);
    return obstacle ? [{ path: `messageIds.${index}`, message: obstacle }] : [];
  });
  if (problems.length === 0) return;
  throw new DomainError('messages-stay', `${problems[0]!.message}.`, problems);
}

function obstacleOf(source: number, message: MessageToMove | undefined): string | null {
  if (!message || message.ticket !== source || message.withdrawn) {
    return `This is no message of ticket ${source}`;
  }
  if (message.kind === 'description') return 'What opened the ticket stays with it';
  return message.onItsWay ? 'A reply that has not left yet cannot go to another ticket' : null;
}

/** Another customer's only when all that goes was from or to that one: nobody gets to see more. */
async function requesterOf(
  db: Database,
  from: TicketState,
  messages: readonly MessageToMove[],
  transaction: Transaction,
): Promise<RequesterRef> {
  const author = messages.find(({ direction }) => direction === 'in')?.author;
  if (author?.type !== 'customer' || !author.email) return from.requester;
  const email = comparable(author.email);
  const known = await findRequester(db, from.requester);
  if (known && comparable(known.email) === email) return from.requester;
  const theirs = messages.every(
    (message) =>
      message.direction === 'internal' ||
      [
        message.direction === 'in' ? (message.author.email ?? '') : '',
        ...(message.direction === 'out'
          ? [...(message.recipients?.to ?? []), ...(message.recipients?.cc ?? [])]
          : []),
      ].some((address) => comparable(address) === email),
  );
  if (!theirs) return from.requester;
  const { type, id } = await findOrCreateRequester(db, { email: author.email }, transaction);
  return { type, id };
}
