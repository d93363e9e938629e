import type { Logger } from 'pino';
import type { Database } from '../db/database';
import { signalWaitsAgain, startDeliveriesAgain, tellSchedulesAgain } from '../db/in-flight-store';
import { countUntold, liveTickets, tellWorkflowAgain } from '../db/relay-store';
import { reportLostRuns } from './control-flow-runs';
import type { Engine } from './engine';
import type { Loop } from './loop';

const pageSize = 200;
/** The next page follows when no more of the last one are left, or when it takes too long. */
const mayBeLeft = 20;
const pageWithinMs = 10_000;
const lookEveryMs = 50;

/**
 * Puts Temporal back in the picture at the start and whenever it comes back, since nobody can know
 * what became of its data meanwhile: an older copy, or nothing at all. Runs that it lost are listed
 * as failed, to be run again; all else is told again, which is harmless where it was known. Throws
 * `EngineAway`.
 *
 * Begins when the rounds of `loops` that are under way have ended: they may still note what the old
 * Temporal had answered, as if the new one knew it. `ending` breaks it off.
 */
export async function catchUp(
  db: Database,
  engine: Engine,
  {
    log,
    loops,
    ending,
  }: { log: Logger; loops: readonly Pick<Loop, 'roundEnded'>[]; ending?: AbortSignal },
): Promise<void> {
  await Promise.all(loops.map((loop) => loop.roundEnded()));
  const lostRuns = await reportLostRuns(db, engine, log);
  const deliveries = await startDeliveriesAgain(db);
  const waits = await signalWaitsAgain(db);
  const schedules = await tellSchedulesAgain(db);
  const tickets = await tellLiveTicketsAgain(db, ending);
  const told = { tickets, deliveries, waits, schedules, lostRuns };
  const any = Object.values(told).some((count) => count > 0);
  if (any) log.info(told, 'caught up with Temporal');
}

/**
 * Makes the relay tell every live ticket's newest event to its workflow again. A workflow that has
 * it passes over it; one that is missing is started; one that fell behind sees the gap and reads
 * its row. One page after another, so that tens of thousands do not stand before what is new.
 */
export async function tellLiveTicketsAgain(db: Database, ending?: AbortSignal): Promise<number> {
  let told = 0;
  for (let last = 0; ;) {
    const tickets = await liveTickets(db, last, pageSize);
    if (tickets.length === 0 || ending?.aborted) return told;
    await tellWorkflowAgain(db, tickets);
    told += tickets.length;
    last = tickets.at(-1)!;
    if (tickets.length === pageSize) await mostlyTold(db, tickets, ending);
  }
}

async function mostlyTold(
  db: Database,
  tickets: readonly number[],
  ending?: AbortSignal,
): Promise<void> {
  const until = Date.now() + pageWithinMs;
  while (Date.now() < until && !ending?.aborted) {
    if ((await countUntold(db, tickets)) <= mayBeLeft) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
