import { WorkflowNotFoundError } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Database } from '../db/database';
import { endRun, liveRuns } from '../db/flow-run-store';
import { signalWaitsAgain, startDeliveriesAgain } from '../db/in-flight-store';
import { liveTickets, tellWorkflowAgain } from '../db/relay-store';
import { flowRunWorkflowId } from '../workflows/messages';
import type { Engine } from './engine';

const pageSize = 500;
const callsAtOnce = 10;

export interface CaughtUp {
  tickets: number;
  deliveries: number;
  waits: number;
  /** Runs that Temporal does not know any more. They are listed as failed and can be run again. */
  lostRuns: string[];
}

/**
 * Puts Temporal back in the picture at the start and whenever it comes back, since nobody can know
 * what became of its data meanwhile: an older copy, or nothing at all. All but the runs in flight
 * is told again, which is harmless where it was known. Throws `EngineAway`.
 */
export async function catchUp(
  db: Database,
  engine: Engine,
  installation: string,
  log: Logger,
): Promise<CaughtUp> {
  const lostRuns = await endLostRuns(db, engine, installation);
  const result = {
    tickets: await tellLiveTicketsAgain(db),
    deliveries: await startDeliveriesAgain(db),
    waits: await signalWaitsAgain(db),
    lostRuns,
  };
  if (lostRuns.length > 0) log.warn({ runs: lostRuns }, 'Temporal has lost Flow runs');
  log.info({ ...result, lostRuns: lostRuns.length }, 'caught up with Temporal');
  return result;
}

/**
 * Makes the relay tell every live ticket's newest event to its workflow again. A workflow that has
 * it passes over it; one that is missing is started; one that fell behind sees the gap and reads
 * its row.
 */
export async function tellLiveTicketsAgain(db: Database): Promise<number> {
  let told = 0;
  for (let last = 0; ;) {
    const tickets = await liveTickets(db, last, pageSize);
    if (tickets.length === 0) return told;
    await tellWorkflowAgain(db, tickets);
    told += tickets.length;
    last = tickets.at(-1)!;
  }
}

const lostReason =
  'Temporal no longer knows this run; what it did up to its last recorded step stays. Run it again to go on.';

async function endLostRuns(db: Database, engine: Engine, installation: string): Promise<string[]> {
  const lost: string[] = [];
  for (let last = ''; ;) {
    const runs = await liveRuns(db, last, pageSize);
    if (runs.length === 0) return lost;
    for (let at = 0; at < runs.length; at += callsAtOnce) {
      const some = runs.slice(at, at + callsAtOnce);
      const known = await Promise.all(some.map((run) => isKnown(engine, installation, run)));
      for (const run of some.filter((_, index) => !known[index])) {
        await endRun(db, run, { status: 'failed', reason: lostReason });
        lost.push(run);
      }
    }
    last = runs.at(-1)!;
  }
}

async function isKnown(engine: Engine, installation: string, run: string): Promise<boolean> {
  try {
    await engine.call('looking for a Flow run', (client) =>
      client.getHandle(flowRunWorkflowId(installation, run)).describe(),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
