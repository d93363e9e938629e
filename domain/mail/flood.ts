/** More than these, from one sender within ten minutes, and it is no person who writes. */
export const floodLimits = { minutes: 10, mailsToOneTicket: 30, newTickets: 100 } as const;

/** `ticket`: too much to one ticket, as of two machines that answer each other; `sender`: to the desk. */
export const floods = ['no', 'ticket', 'sender'] as const;

export type Flood = (typeof floods)[number];

/** `before`: how many mails of the sender joined the ticket, or began new ones when it answers none. */
export function recogniseFlood(isOnTicket: boolean, before: number): Flood {
  if (isOnTicket) return before >= floodLimits.mailsToOneTicket ? 'ticket' : 'no';
  return before >= floodLimits.newTickets ? 'sender' : 'no';
}
