import type { Logger } from 'pino';
import type { Database } from '../db/database';
import { liveTickets, tellWorkflowAgain } from '../db/relay-store';

const pageSize = 500;

/**
 * Makes the relay tell every live ticket's newest event to its workflow again. A workflow that has
 * it passes over it; one that is missing (Temporal's data lost) is started; one that fell behind
 * (an older copy put back) sees the gap and reads its row. Run at the start and whenever Temporal
 * comes back, since nobody can know what became of its data meanwhile.
 */
export async function tellLiveTicketsAgain(db: Database, log: Logger): Promise<number> {
  let told = 0;
  let last = 0;
  for (;;) {
    const tickets = await liveTickets(db, last, pageSize);
    if (tickets.length === 0) break;
    await tellWorkflowAgain(db, tickets);
    told += tickets.length;
    last = tickets.at(-1)!;
  }
  if (told > 0) log.info({ tickets: told }, 'live tickets are told to their workflows again');
  return told;
}
