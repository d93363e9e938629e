/**
 * Too much of one sender for a person. `ticket`: to one ticket, as of two machines that answer each
 * other, with the follow-ups that it began there; `sender`: new tickets and follow-ups, to the desk.
 * The daily ones stop what is too slow for the others.
 */
export const floodLimits = [
  { flood: 'ticket', counts: 'toTicket', minutes: 10, most: 30 },
  { flood: 'ticket-daily', counts: 'toTicket', minutes: 24 * 60, most: 200 },
  { flood: 'sender', counts: 'begun', minutes: 10, most: 300 },
  { flood: 'sender-daily', counts: 'begun', minutes: 24 * 60, most: 1_000 },
] as const;

export const floods = ['no', ...floodLimits.map(({ flood }) => flood)] as const;

export type Flood = 'no' | (typeof floodLimits)[number]['flood'];

/** How many mails of a sender within so many minutes joined the ticket, and how many began one. */
export interface RecentMails {
  minutes: number;
  toTicket: number;
  begun: number;
}

/** `beginsTicket`: the mail would make a ticket, be it a follow-up. */
export function recogniseFlood(recent: readonly RecentMails[], beginsTicket: boolean): Flood {
  const reached = floodLimits.find(
    ({ counts, minutes, most }) =>
      (counts === 'toTicket' || beginsTicket) &&
      recent.some((one) => one.minutes === minutes && one[counts] >= most),
  );
  return reached?.flood ?? 'no';
}
