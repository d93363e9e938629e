import { statusTable } from './status';
import type { TicketFacts } from './ticket';

/**
 * The customer's reply that this ticket has still to be opened for, or null. A reply counts when
 * it came after the status was set and the status is one that a reply ends (Waiting, Resolved).
 * A rule over the state, not over one event: it holds after a gap, a restart or a lost history.
 */
export function replyToReopenFor(ticket: TicketFacts): string | null {
  const reply = ticket.customerReply;
  if (!reply || reply.seq < ticket.statusSeq || ticket.removed) return null;
  return statusTable[ticket.status].customerReplyReopens ? reply.messageId : null;
}
