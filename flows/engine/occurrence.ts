// Loaded by workflows: plain data only.
import type {
  ConversationChannel,
  ConversationStatus,
} from '../../domain/conversation/conversation';
import type { AuthenticationResult } from '../../domain/mail/authentication';
import type { Actor } from '../../domain/ticket/command';

/** What happens beside the events of tickets and can start a Flow. */
export const sideEventTypes = [
  'mail.quarantined',
  'conversation.started',
  'conversation.customer_wrote',
  'conversation.agent_wrote',
  'conversation.closed',
] as const;

export type SideEventType = (typeof sideEventTypes)[number];

export function isSideEvent(type: string): type is SideEventType {
  return (sideEventTypes as readonly string[]).includes(type);
}

/** How a Flow is begun on purpose: these have no conditions on events. */
export const beginningTypes = [
  'flow.schedule',
  'flow.webhook',
  'flow.manual',
  'flow.called',
] as const;

export const occurrenceTypes = [...sideEventTypes, ...beginningTypes] as const;

export type OccurrenceType = (typeof occurrenceTypes)[number];

/** Something that began a run and is no event of a ticket. */
export interface Occurrence {
  type: OccurrenceType;
  /** ISO 8601, UTC. */
  at: string;
  actor: Actor;
  /** What is known of it: ids, and of a conversation or mail what conditions ask about. */
  data: Record<string, unknown>;
}

/** What is known of a conversation when something happens in it. */
export interface ConversationSeen {
  id: string;
  channel: ConversationChannel;
  status: ConversationStatus;
  assigneeId: string | null;
  visitor: { name: string | null; email: string | null };
  /** The ticket that it has become. */
  ticketNumber: number | null;
}

/** What is known of a mail in quarantine. */
export interface QuarantinedMailSeen {
  id: string;
  from: string | null;
  fromName: string | null;
  subject: string | null;
  /** Why it is held back. */
  reason: string | null;
  authentication: AuthenticationResult | null;
  ticketNumber: number | null;
}

/** The data of side events, which is also what the inputs of their runs are. */
export interface SideEventData {
  conversation?: ConversationSeen;
  /** What was written; a conversation that is closed has none. */
  message?: { id: string; text: string };
  mail?: QuarantinedMailSeen;
}
