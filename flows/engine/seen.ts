import type { CustomFields } from '../../domain/custom-field/value';
import type { TicketEvent } from '../../domain/ticket/event';
import type { TicketFacts } from '../../domain/ticket/ticket';
import type { FlowEventType, StepOutput } from './definition';
import type { Occurrence } from './occurrence';

/** The part of an event that conditions look at: no free text, no people's names. */
export interface EventSeen {
  seq: number;
  type: FlowEventType;
  at: string;
  actor: { type: TicketEvent['actor']['type']; id: string };
  changes: TicketEvent['changes'];
}

/** Everything that a condition can look at. */
export interface Seen {
  event: EventSeen;
  facts: TicketFacts;
  /** Absent in a workflow, whose history keeps no free text: what asks of them asks an activity. */
  customFields?: CustomFields;
  steps: Readonly<Record<string, StepOutput>>;
}

/** What is seen at the moment of an event: the ticket as of then, and no step has run. */
export function seenAt(event: TicketEvent): Seen {
  const { customFields: change } = event.changes;
  const seen = eventSeen(event);
  const changes = { ...seen.changes, ...(change ? { customFields: change } : {}) };
  const { facts, customFields } = event;
  return { event: { ...seen, changes }, facts, customFields, steps: {} };
}

/** The event as a run's history keeps it. */
export function eventSeen({ seq, type, at, actor, changes }: TicketEvent): EventSeen {
  const { title: _title, description: _description, customFields: _fields, ...small } = changes;
  return { seq, type, at, actor: { type: actor.type, id: actor.id }, changes: small };
}

/** What began a run as its history keeps it: an event of a ticket, or something else. */
export function beginningOf({
  event,
  occurrence,
}: {
  event: TicketEvent | null;
  occurrence: Occurrence | null;
}): EventSeen {
  if (!occurrence) return eventSeen(event!);
  const { type, at, actor } = occurrence;
  return { seq: event?.seq ?? 0, type, at, actor: { type: actor.type, id: actor.id }, changes: {} };
}
