import { thirdParty } from '../ticket/command';
import { isMachineAnswer, ratingEvent, type TicketEvent } from '../ticket/event';
import { ticketNotificationKinds, type TicketNotificationKind } from './kind';

/** That an agent is to be told of an event, and as what. */
export interface Notice {
  agentId: string;
  kind: TicketNotificationKind;
  event: TicketEvent;
}

/** Whom events concern, besides those that they name themselves. */
export interface Concerned {
  /** Agents by ticket. */
  watchers: ReadonlyMap<number, readonly string[]>;
  /** Agents by team. */
  members: ReadonlyMap<string, readonly string[]>;
  /** By ticket, the agents who snoozed it last. */
  snoozers: ReadonlyMap<number, readonly string[]>;
  /** The agent who wrote each of these messages. */
  writers: ReadonlyMap<string, readonly string[]>;
  /** Agents by message, those of mentioned teams among them. */
  mentioned: ReadonlyMap<string, readonly string[]>;
}

/**
 * Who is to be told of what: of one command each agent once, by what weighs most, and nobody of
 * their own doing.
 */
export function noticesOf(events: readonly TicketEvent[], concerned: Concerned): Notice[] {
  const notices = new Map<string, Notice>();
  for (const event of events) {
    for (const kind of ticketNotificationKinds) {
      for (const agentId of agentsFor[kind](event, concerned)) {
        if (event.actor.type === 'agent' && event.actor.id === agentId) continue;
        const key = `${agentId}/${event.ticket}/${event.cause.commandId}`;
        const known = notices.get(key);
        if (!known || weight(kind) < weight(known.kind)) notices.set(key, { agentId, kind, event });
      }
    }
  }
  return [...notices.values()];
}

const weight = (kind: TicketNotificationKind): number => ticketNotificationKinds.indexOf(kind);

const agentsFor: Record<
  TicketNotificationKind,
  (event: TicketEvent, concerned: Concerned) => readonly string[]
> = {
  mentioned: ({ type, messageId }, { mentioned }) =>
    (type === 'message.note_added' && messageId && mentioned.get(messageId)) || [],
  assigned: ({ type, changes }) =>
    type === 'ticket.created' || type === 'ticket.assignee_changed'
      ? some(changes.assigneeId?.to)
      : [],
  'customer-replied': (event) =>
    customerWrote(event) || thirdPartyWrote(event) ? some(event.facts.assigneeId) : [],
  rated: ({ type, facts }) => (type === ratingEvent ? some(facts.assigneeId) : []),
  'reply-failed': (event, { writers }) =>
    failedToArrive(event)
      ? [
          ...some(event.facts.assigneeId),
          ...((event.messageId && writers.get(event.messageId)) || []),
        ]
      : [],
  'snooze-over': (event, { snoozers }) =>
    endsSnooze(event)
      ? [...some(event.facts.assigneeId), ...(snoozers.get(event.ticket) ?? [])]
      : [],
  'team-assigned': (event, { members }) =>
    some(newTeam(event)).flatMap((id) => members.get(id) ?? []),
  watched: (event, { watchers }) =>
    isWorthWatching(event) ? (watchers.get(event.ticket) ?? []) : [],
};

/** The team that an event gives the ticket to. */
export function newTeam({ type, changes }: TicketEvent): string | null {
  const tells = type === 'ticket.created' || type === 'ticket.team_changed';
  return tells ? (changes.teamId?.to ?? null) : null;
}

/** A reply or forward that was refused for good, given up, or came back. */
export function failedToArrive({ type }: TicketEvent): boolean {
  return type === 'message.reply_failed' || type === 'message.forward_failed';
}

/** The time has come, or the customer wrote; an agent who ends a snooze looks at the ticket already. */
export function endsSnooze({ type, actor }: TicketEvent): boolean {
  return type === 'ticket.woken' && actor.type !== 'agent';
}

/** Messages, and statuses; that a customer's reply reopens is told with the reply. */
export function isWorthWatching(event: TicketEvent): boolean {
  const { type, cause } = event;
  if (type === 'ticket.status_changed') return !cause.commandId.startsWith('reopen/');
  return type === 'message.reply_added' || type === 'message.note_added' || customerWrote(event);
}

/** An out-of-office answer is nobody's reply. */
function customerWrote(event: TicketEvent): boolean {
  return event.type === 'message.customer_replied' && !isMachineAnswer(event);
}

/** Their answer to what was forwarded is waited for like a customer's. */
export function thirdPartyWrote({ type, actor }: TicketEvent): boolean {
  return type === 'message.note_added' && actor.id === thirdParty;
}

function some(id: string | null | undefined): string[] {
  return id ? [id] : [];
}
