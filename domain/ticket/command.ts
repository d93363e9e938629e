import type { CustomFields } from '../custom-field/value';
import type { EscalationLevel } from './escalation';
import type { TicketLink } from './link';
import type { Priority } from './priority';
import type { RatingScore } from './rating';
import type { Removal } from './removal';
import type { Status } from './status';
import type { RequesterRef, Source, TicketState } from './ticket';

/** Who did it. `name` is what people are shown; it is kept as it was at that time. */
export interface Actor {
  type: 'agent' | 'customer' | 'flow' | 'system';
  id: string;
  name: string;
}

/** The id of the system's actor that stands for whoever answered what was forwarded to them. */
export const thirdParty = 'third-party';

/** What led to a change: the command, and for a Flow which one, which run and step, how deep in a chain. */
export interface Cause {
  commandId: string;
  flow?: string;
  run?: string;
  step?: string;
  /** How many Flow runs stand between a person's doing and this change; 0 or absent: none. */
  depth?: number;
}

export interface NewTicket {
  title: string;
  description: string;
  priority: Priority;
  requester: RequesterRef;
  assigneeId: string | null;
  teamId?: string | null;
  customFields?: CustomFields;
  tags: string[];
  source: Source;
  followUpOf: number | null;
  links?: TicketLink[];
}

/** The fields that an update may set; those left out stay as they are. */
export interface FieldChanges {
  title?: string;
  description?: string;
  status?: Status;
  priority?: Priority;
  assigneeId?: string | null;
  teamId?: string | null;
  /** A patch: slugs left out stay as they are, null empties one. */
  customFields?: CustomFields;
  requester?: RequesterRef;
  tags?: string[];
  escalation?: EscalationLevel;
  /** Null brings the ticket back. */
  removed?: Removal | null;
}

/** What is changed together with a message, as a macro does. */
export interface ChangesAlong extends Pick<
  FieldChanges,
  'status' | 'priority' | 'assigneeId' | 'teamId'
> {
  addTags?: string[];
}

export type Change =
  | { type: 'create'; ticket: NewTicket; messageId: string }
  | { type: 'update'; fields: FieldChanges }
  | { type: 'add-note'; messageId: string; along?: ChangesAlong }
  /** A message of the ticket goes to a third party; nothing else changes. */
  | { type: 'add-forward'; messageId: string }
  | { type: 'add-reply'; messageId: string; setStatus?: Status; along?: ChangesAlong }
  /** The customer wrote; `automatic` mail (RFC 3834) is kept but never opens a ticket again. */
  | { type: 'receive-reply'; messageId: string; automatic: boolean }
  /** Out of the way until then (ISO 8601, UTC), or until the customer writes. */
  | { type: 'snooze'; until: string }
  /** Back again; with `until`, only if that is still what it is snoozed to. */
  | { type: 'wake'; until?: string }
  /** The ticket's workflow asks for it after a customer's reply; does nothing once the reply was seen. */
  | { type: 'reopen'; messageId: string }
  | {
      type: 'record-delivery';
      messageId: string;
      /** What the mail carried; a reply when left out. */
      of?: 'forward';
      state: 'sent' | 'failed';
      reason?: string;
    }
  /** A reply is taken back before its mail left, with the status that it set, if that still stands. */
  | { type: 'withdraw-reply'; messageId: string; setStatus?: { seq: number; from: Status } }
  /** The mail of a reply or forward that could not be sent, or came back, is to be sent once more. */
  | { type: 'retry-reply'; messageId: string; of?: 'forward' }
  /** The customer says how satisfied they are; they may change their mind. */
  | { type: 'rate'; rating: RatingScore; comment: string | null }
  /** The two sides of a merge, asked for in one transaction. */
  | { type: 'merge-into'; target: number }
  | { type: 'take-in'; source: number; tags: string[] }
  /** The two sides of its undoing: the status and the tags as they were before. */
  | { type: 'unmerge'; status: Status }
  | { type: 'give-back'; source: number; tags: string[] }
  /** One side of a link; the other ticket gets the opposite one in the same transaction. */
  | { type: 'link'; link: TicketLink }
  | { type: 'unlink'; number: number };

/**
 * The one way to ask for a change. The same `id` asked again gives the stored outcome.
 * `ticket` is null for `create`: the number is given when it is stored.
 */
export interface Command {
  id: string;
  ticket: number | null;
  change: Change;
  actor: Actor;
  /** Without the command's own id, which is added. */
  cause?: Omit<Cause, 'commandId'>;
  /** Refused with `version-conflict` when the ticket has moved on. */
  expectedVersion?: number;
  /** Refused with `version-conflict` when one of these has another value by now. */
  onlyIf?: {
    [F in 'status' | 'priority' | 'assigneeId' | 'teamId' | 'escalation' | 'removed']?:
      TicketState[F] | undefined;
  };
  /** Refused with `ticket-moved-on` when somebody else wrote after this event. */
  lastSeenSeq?: number;
}
