// Loaded by workflows: plain data only.
import type { Actor } from '../../domain/ticket/command';

/** What happens beside the events of tickets and can start a Flow. */
export const sideEventTypes = [
  'mail.quarantined',
  'conversation.started',
  'conversation.customer_wrote',
  'conversation.agent_wrote',
  'conversation.closed',
] as const;

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
