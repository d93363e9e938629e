import type { CustomFields } from '../../domain/custom-field/value';
import type { TicketEvent } from '../../domain/ticket/event';
import type { MessageKind } from '../../domain/ticket/message-kind';
import type { TicketFacts } from '../../domain/ticket/ticket';
import type { FlowEventType, StepOutput } from './definition';
import { isSideEvent, type Occurrence, type SideEventData } from './occurrence';

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
  /** Null in a run without a ticket. */
  facts: TicketFacts | null;
  /** What relative times count from (ISO 8601, UTC): the event's time when Flows are matched. */
  now: string;
  /** Absent in a workflow, whose history keeps no free text: what asks of them asks an activity. */
  customFields?: CustomFields;
  steps: Readonly<Record<string, StepOutput>>;
  /** What neither the event nor the facts hold; only the groups that a condition asks for. */
  outside?: OutsideSeen;
  /** What the run has set, what it was started with, and what its loop is at. */
  vars?: Readonly<Record<string, unknown>>;
  inputs?: Readonly<Record<string, unknown>>;
  item?: unknown;
}

/** What is read for conditions beyond the event, one query for each group. */
export interface OutsideSeen {
  /** Null: whoever asked was erased. */
  requester?: RequesterSeen | null;
  /** Who works on the ticket, for expressions. */
  staff?: { assignee: { id: string; name: string; email: string } | null; team: string | null };
  /** The message that the event is about; null: it is about none. */
  message?: MessageSeen | null;
  text?: { title: string; description: string } | null;
  /** When the customer last replied (ISO 8601); null: never. */
  reply?: { at: string | null };
  calendar?: BusinessHours;
}

export type OutsideGroup = keyof OutsideSeen;

export interface RequesterSeen {
  name: string | null;
  email: string;
  accountId: string | null;
  accountName: string | null;
}

export interface MessageSeen {
  id: string;
  kind: MessageKind;
  automatic: boolean;
  author: { type: string; name: string; email: string | null };
  text: string;
  /** Of the mail that brought it. */
  subject: string | null;
  hasAttachments: boolean;
  /** The ids of the agents whom it mentions. */
  mentions: string[];
}

/** Whether it is business time in a calendar, by its id; null: in the one that counts by default. */
export interface BusinessHours {
  isOpenAt(calendar: string | null, at: string): boolean;
}

/** What is seen at the moment of an event: the ticket as of then, and no step has run. */
export function seenAt(event: TicketEvent, outside?: OutsideSeen): Seen {
  const { facts, customFields, changes, at } = event;
  const seen = { event: { ...eventSeen(event), changes }, facts, now: at, customFields, steps: {} };
  return outside ? { ...seen, outside } : seen;
}

/** What is seen when something happens that is no event of a ticket; its data are the run's inputs. */
export function seenBeside(occurrence: Occurrence): Seen {
  const outside = outsideOf(occurrence);
  return {
    event: beginningOf({ event: null, occurrence }),
    facts: null,
    now: occurrence.at,
    steps: {},
    inputs: occurrence.data,
    ...(outside ? { outside } : {}),
  };
}

/** The message of a conversation, as conditions ask about those of tickets. */
export function outsideOf({ type, actor, data }: Occurrence): OutsideSeen | null {
  const { message } = isSideEvent(type) ? (data as SideEventData) : {};
  if (!message) return null;
  const isFromAgent = actor.type === 'agent';
  return {
    message: {
      ...{ id: message.id, text: message.text, subject: null, automatic: false },
      kind: isFromAgent ? 'reply' : 'customer',
      author: { type: actor.type, name: actor.name, email: null },
      ...{ hasAttachments: false, mentions: [] },
    },
  };
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

/** Whether an expression holds: given by rooms that may use libraries. It may throw. */
export type EvaluateCel = (source: string, seen: Seen) => boolean;
