import type { Ticket } from '../../../api/types';

/** Out of the way now. What waits to be woken counts as back, as it does for the server. */
export function isSnoozed({ snoozedUntil }: Pick<Ticket, 'snoozedUntil'>): boolean {
  return snoozedUntil !== null && Date.parse(snoozedUntil) > Date.now();
}
