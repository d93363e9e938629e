import type { CustomFields } from '../custom-field/value';
import type { Actor, Cause } from './command';
import type { TicketFacts, TicketState } from './ticket';

/** Which event tells of a change of which field. */
export const fieldEvents = {
  removed: 'ticket.removal_changed',
  title: 'ticket.title_changed',
  description: 'ticket.description_changed',
  status: 'ticket.status_changed',
  priority: 'ticket.priority_changed',
  assigneeId: 'ticket.assignee_changed',
  teamId: 'ticket.team_changed',
  requester: 'ticket.requester_changed',
  tags: 'ticket.tags_changed',
  escalation: 'ticket.escalated',
  customFields: 'ticket.fields_changed',
} as const;

export const snoozeEvents = ['ticket.snoozed', 'ticket.woken'] as const;

/** The customer said how satisfied they are. */
export const ratingEvent = 'ticket.rated';

/** What befalls a ticket together with another one: each of the two has its event. */
export const pairEvents = [
  'ticket.merged',
  'ticket.unmerged',
  'ticket.merge_added',
  'ticket.merge_removed',
  'ticket.links_changed',
] as const;

export const messageEvents = [
  'message.customer_replied',
  'message.reply_added',
  'message.reply_delivered',
  'message.reply_failed',
  'message.reply_withdrawn',
  'message.reply_retried',
  'message.note_added',
  'message.forwarded',
  'message.forward_delivered',
  'message.forward_failed',
  'message.forward_retried',
] as const;

export const ticketEventTypes = [
  'ticket.created',
  ...Object.values(fieldEvents),
  ...messageEvents,
  ...snoozeEvents,
  ...pairEvents,
  ratingEvent,
] as const;

export type TicketEventType = (typeof ticketEventTypes)[number];

export type FieldChange<V = unknown> = { from: V | null; to: V | null };

/**
 * The changed fields by name, each with what it was and what it is. Of the custom fields only
 * those that changed, null for one that is not set.
 */
export type Changes = { [F in keyof TicketState]?: FieldChange<TicketState[F]> };

/** What a machine answered (RFC 3834): it stays on the thread, and nobody reacts to it by itself. */
export function isMachineAnswer({
  type,
  automatic,
}: Pick<TicketEvent, 'type' | 'automatic'>): boolean {
  return type === 'message.customer_replied' && automatic === true;
}

/** A fact about a ticket, never changed once stored. (ticket, seq) is unique and has no gaps. */
export interface TicketEvent {
  ticket: number;
  seq: number;
  type: TicketEventType;
  at: string;
  actor: Actor;
  cause: Cause;
  changes: Changes;
  /** The message that a `message.*` event (or the creation) is about. */
  messageId?: string;
  /** On `message.customer_replied`: sent by a machine (RFC 3834), so nobody reacts by itself. */
  automatic?: boolean;
  /** Why a delivery failed. */
  reason?: string;
  /** The ticket's condition fields as of this event. */
  facts: TicketFacts;
  /** The ticket's custom fields as of this event, for conditions. */
  customFields: CustomFields;
}

/** What a workflow is told: no free text, since histories are kept and a person can be erased. */
export type SignalledEvent = Pick<
  TicketEvent,
  'seq' | 'type' | 'at' | 'changes' | 'messageId' | 'automatic'
>;

/** The part of an event that a workflow needs, without free text and without people's names. */
export function signalledEvent(event: TicketEvent): SignalledEvent {
  const { seq, type, at, messageId, automatic } = event;
  const {
    title: _title,
    description: _description,
    customFields: _fields,
    mergedInto: _into,
    mergedFrom: _from,
    links: _links,
    ratingComment: _comment,
    ...changes
  } = event.changes;
  return {
    seq,
    type,
    at,
    changes,
    ...(messageId === undefined ? {} : { messageId }),
    ...(automatic === undefined ? {} : { automatic }),
  };
}
