import type { Database, Transaction } from '../db/database';
import { ticketGoingOn } from '../db/merge-store';
import { eventsAfter, findTicket } from '../db/ticket-store';
import { copyWatchers } from '../db/watcher-store';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import type { TicketState } from '../domain/ticket/ticket';
import { submitTogether } from './submit-together';

/** One request of one person; the same `id` asked again gives the stored outcome. */
export interface PairRequest {
  id: string;
  requestHash: string | undefined;
  actor: Actor;
}

/**
 * Merges a ticket into another: it closes, and its messages are read as part of the other's
 * thread, which goes on for both. When the other one was merged itself, into the one that goes on
 * with that. Both change in one transaction. Throws with the code of whatever stands in the way.
 */
export async function mergeTickets(
  db: Database,
  { source, into, id, requestHash, actor }: PairRequest & { source: number; into: number },
): Promise<{ ticket: TicketState; into: TicketState }> {
  const before = await findTicket(db, source);
  if (!before) throw notFound(source);
  if (!(await findTicket(db, into))) throw notFound(into);
  const target = await ticketGoingOn(db, into);
  return submitTogether(db, [source, target], async (submit, transaction) => {
    const merged = await submit(
      { id: `${id}/merge`, ticket: source, actor, change: { type: 'merge-into', target } },
      { requestHash },
    );
    // As it stands now that both are held.
    const { tags } = (await findTicket(db, source, transaction))!;
    const taken = await submit(
      { id: `${id}/take`, ticket: target, actor, change: { type: 'take-in', source, tags } },
      { requestHash },
    );
    if (!taken.repeated) await copyWatchers(db, { from: source, to: target }, transaction);
    return { ticket: merged.ticket, into: taken.ticket };
  });
}

/**
 * Brings a merged ticket back as it was, with its messages. What came in since the merge stays
 * where it came in. Throws `ticket-not-merged`.
 */
export async function unmergeTicket(
  db: Database,
  { source, id, requestHash, actor }: PairRequest & { source: number },
): Promise<TicketState> {
  const before = await findTicket(db, source);
  if (!before) throw notFound(source);
  const target = before.mergedInto;
  const both = target === null ? [source] : [source, target];
  return submitTogether(db, both, async (submit, transaction) => {
    const now = await findTicket(db, source, transaction);
    if (!now) throw notFound(source);
    if (now.mergedInto !== target) {
      throw new DomainError('version-conflict', `Ticket ${source} was changed meanwhile.`);
    }
    const status = await statusBeforeMerge(db, source, transaction);
    const { ticket } = await submit(
      { id: `${id}/unmerge`, ticket: source, actor, change: { type: 'unmerge', status } },
      { requestHash },
    );
    // The other one may have been deleted for good since.
    if (target !== null && (await findTicket(db, target, transaction))) {
      const tags = await tagsThatCameWith(db, { source, target }, transaction);
      await submit(
        {
          id: `${id}/give-back`,
          ticket: target,
          actor,
          change: { type: 'give-back', source, tags },
        },
        { requestHash },
      );
    }
    return ticket;
  });
}

async function statusBeforeMerge(
  db: Database,
  source: number,
  transaction: Transaction,
): Promise<TicketState['status']> {
  const events = await eventsAfter(db, source, 0, { transaction });
  const merge = events.findLast(({ type }) => type === 'ticket.merged');
  return merge?.changes.status?.from ?? 'closed';
}

/** The tags that the other ticket got by this merge and did not have before. */
async function tagsThatCameWith(
  db: Database,
  { source, target }: { source: number; target: number },
  transaction: Transaction,
): Promise<string[]> {
  const events = await eventsAfter(db, target, 0, { transaction });
  const merge = events.findLast(
    ({ type, changes }) =>
      type === 'ticket.merge_added' && changes.mergedFrom?.to?.at(-1) === source,
  );
  const { from, to } =
    events.find(({ changes, cause }) => changes.tags && cause.commandId === merge?.cause.commandId)
      ?.changes.tags ?? {};
  return (to ?? []).filter((tag) => !from?.includes(tag));
}

export function notFound(number: number): DomainError {
  return new DomainError('ticket-not-found', `There is no ticket ${number}.`);
}
