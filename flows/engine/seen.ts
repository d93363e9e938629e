import type { TicketEvent } from '../../domain/ticket/event';
import type { TicketFacts } from '../../domain/ticket/ticket';
import type { StepOutput } from './definition';

/** The part of an event that conditions look at: no free text, no people's names. */
export interface EventSeen {
  seq: number;
  type: TicketEvent['type'];
  at: string;
  actor: { type: TicketEvent['actor']['type']; id: string };
  changes: TicketEvent['changes'];
}

/** Everything that a condition can look at. */
export interface Seen {
  event: EventSeen;
  facts: TicketFacts;
  steps: Readonly<Record<string, StepOutput>>;
}

/** What is seen at the moment of an event: the ticket as of then, and no step has run. */
export function seenAt(event: TicketEvent): Seen {
  return { event: eventSeen(event), facts: event.facts, steps: {} };
}

export function eventSeen({ seq, type, at, actor, changes }: TicketEvent): EventSeen {
  const { title: _title, description: _description, ...small } = changes;
  return { seq, type, at, actor: { type: actor.type, id: actor.id }, changes: small };
}
