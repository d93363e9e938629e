import type { TicketView } from '../../db/ticket-view-store';
import type { TicketEvent } from '../../domain/ticket/event';
import type { TicketState } from '../../domain/ticket/ticket';
import { DomainError } from '../../domain/domain-error';
import type { Directory } from '../people/directory';

/** A ticket with its people, as API.md shapes it. */
export function presentTicket({ ticket, assignee, team, requester }: TicketView): object {
  const { number, title, description, status, priority, tags, source, followUpOf } = ticket;
  return {
    number,
    title,
    description,
    status,
    priority,
    assignee,
    team,
    requester,
    tags,
    customFields: ticket.customFields,
    source,
    followUpOf,
    // Absent in answers made again of events that are older than merging.
    snoozedUntil: ticket.snoozedUntil ?? null,
    mergedInto: ticket.mergedInto ?? null,
    mergedFrom: ticket.mergedFrom ?? [],
    links: ticket.links ?? [],
    removed: ticket.removed ?? null,
    removedAt: ticket.removedAt ?? null,
    rating: ticket.rating
      ? { score: ticket.rating, comment: ticket.ratingComment ?? null, at: ticket.ratedAt }
      : null,
    escalation: ticket.escalation ?? 0,
    version: ticket.version,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
  };
}

/** The same from a command's outcome, with names from the directory. */
export async function presentState(state: TicketState, directory: Directory): Promise<object> {
  const [agent, team, requester] = await Promise.all([
    state.assigneeId ? directory.agent(state.assigneeId) : null,
    state.teamId ? directory.team(state.teamId) : null,
    directory.requester(state.requester),
  ]);
  if (!requester) {
    throw new DomainError('internal-error', `The requester of ticket ${state.number} is missing.`);
  }
  const assignee = agent && { id: agent.id, name: agent.name, email: agent.email };
  return presentTicket({ ticket: state, assignee, team, requester });
}

export function etagOf(ticket: Pick<TicketState, 'version'>): { ETag: string } {
  return { ETag: `"${ticket.version}"` };
}

export function presentEvent(event: TicketEvent): object {
  const { seq, type, at, actor, changes, messageId, reason } = event;
  const { depth: _depth, ...cause } = event.cause;
  return { seq, type, at, actor, cause, changes, messageId, reason };
}
