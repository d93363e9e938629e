import type { CustomFields } from '../custom-field/value';
import type { EscalationLevel } from './escalation';
import type { TicketLink } from './link';
import type { Priority } from './priority';
import type { RatingScore } from './rating';
import type { Removal } from './removal';
import type { Status } from './status';

export const sources = ['ui', 'api', 'mail', 'flow', 'chat', 'portal'] as const;

export type Source = (typeof sources)[number];

/** Who asked: a Contact (identified) or a Lead (known by an address only). */
export interface RequesterRef {
  type: 'contact' | 'lead';
  id: string;
}

/**
 * What conditions, clocks and workflows need of a ticket: ids and small values, no free text, so
 * that it may stand in workflow histories. `version` is the seq of the last event.
 */
export interface TicketFacts {
  number: number;
  version: number;
  status: Status;
  priority: Priority;
  assigneeId: string | null;
  /** Independent of the assignee; absent in facts stored before there were teams. */
  teamId: string | null;
  requester: RequesterRef;
  tags: string[];
  source: Source;
  /** The closed ticket that this one goes on from. */
  followUpOf: number | null;
  createdAt: string;
  updatedAt: string;
  /** The event that set the present status, and when. */
  statusSeq: number;
  statusSince: string;
  /** Until then it is out of the way (ISO 8601, UTC); absent in facts stored before there was snooze. */
  snoozedUntil: string | null;
  /** The customer's newest reply: a reply later than the status is one that the status has not seen. */
  customerReply: { seq: number; messageId: string } | null;
  /** In the bin or among spam; absent in facts stored before there were these. */
  removed?: Removal | null;
  removedAt?: string | null;
  /** What the customer said of the help, last; absent in facts stored before one could. */
  rating?: RatingScore | null;
  ratedAt?: string | null;
  /** Absent in facts stored before tickets could be escalated. */
  escalation?: EscalationLevel;
}

/** A whole ticket as its row holds it. */
export interface TicketState extends TicketFacts {
  title: string;
  description: string;
  /** By slug; not among the facts, since people write anything into them. */
  customFields: CustomFields;
  /** The ticket that goes on with this one; it changes no more until it is unmerged. */
  mergedInto: number | null;
  /** The tickets that this one goes on with. */
  mergedFrom: number[];
  /** Each other ticket at most once. */
  links: TicketLink[];
  /** The customer's words with their rating. */
  ratingComment?: string | null;
}

export const titleMaxLength = 300;
export const descriptionMaxLength = 100_000;
export const tagMaxLength = 50;
export const maxTags = 50;
