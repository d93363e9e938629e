import type { OldTicketReply } from './mailbox';

/** What a mailbox wishes for replies to old tickets. */
export interface OldTicketWishes {
  resolvedReply: OldTicketReply;
  closedReply: OldTicketReply;
  /** A reply later than so many days after Resolved or Closed begins a follow-up; null: no limit. */
  reopenDays: number | null;
}

/** What mail to no mailbox of ours that we can tell gets. */
export const usualWishes: OldTicketWishes = {
  resolvedReply: 'reopen',
  closedReply: 'follow_up',
  reopenDays: null,
};

const dayMs = 24 * 60 * 60 * 1_000;

/** What a reply that comes at `at` to a ticket in this status becomes. Tickets at work just go on. */
export function replyToOldTicket(
  ticket: { status: string; statusSince: Date },
  wishes: OldTicketWishes,
  at: Date,
): OldTicketReply {
  const { status, statusSince } = ticket;
  if (status !== 'resolved' && status !== 'closed') return 'reopen';
  const { reopenDays } = wishes;
  const isLate = reopenDays !== null && at.getTime() - statusSince.getTime() > reopenDays * dayMs;
  if (isLate) return 'follow_up';
  return status === 'closed' ? wishes.closedReply : wishes.resolvedReply;
}
