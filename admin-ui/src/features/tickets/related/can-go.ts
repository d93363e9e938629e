import type { Message } from '../../../api/types';

/** True for a message that may be split off: the ticket's own, not its opening, and not on its way. */
export function canGo({ kind, fromTicket, delivery }: Message): boolean {
  return kind !== 'description' && fromTicket === undefined && delivery?.state !== 'queued';
}
