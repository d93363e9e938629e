import type { Ticket } from '../../api/types';

/** What a customer is called: a Lead may be known by the address only. */
export function requesterName(ticket: Pick<Ticket, 'requester'>): string {
  return ticket.requester.name || ticket.requester.email;
}
