import type { TicketEvent } from './event';

/** How satisfied a customer is with the help, from 1 (not at all) to 5 (very). */
export const ratingScores = [1, 2, 3, 4, 5] as const;

export type RatingScore = (typeof ratingScores)[number];

/** Whoever gives so much counts as satisfied: the share of these is the figure in reports (CSAT). */
export const satisfiedFrom: RatingScore = 4;

export const ratingCommentMaxLength = 2_000;

/** Whether the customer is to be asked after this event. */
export function isAskedAfter({ changes }: Pick<TicketEvent, 'changes'>): boolean {
  return changes.status?.to === 'resolved';
}
