import type { Database, Transaction } from '../db/database';
import { insertRun, type PlannedRun } from '../db/flow-planning-store';
import type { RunStatus } from '../db/flow-run-store';
import { replaceRunsOfKey } from '../db/flow-state-store';
import type { PublishedFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import type { Seen } from '../flows/engine/seen';
import { concurrencyKey } from './concurrency-key';

/** A chain of Flows starting Flows ends here. */
export const maxChainDepth = 5;
export const runsPerFlowTicketAndHour = 50;
/** Of a Flow whose runs have no ticket: webhooks may lead in circles, and nothing else would show it. */
export const runsPerFlowAndHour = 1_000;

type Beginning = Omit<PlannedRun, 'flowId' | 'version' | 'held' | 'concurrency'>;

/**
 * Plans a run of a published Flow as its settings say: at once, held while the Flow is paused, in its
 * turn among those of its key, or not at all (`stopped`, with the reason). Answers what became of it;
 * null: it is there already. `seen` is what keys are read from.
 */
export async function planRun(
  db: Database,
  flow: PublishedFlow,
  run: Beginning & { seen: Seen },
  transaction: Transaction,
): Promise<RunStatus | null> {
  const { seen, ...begins } = run;
  const usual = run.ticket === null ? runsPerFlowAndHour : runsPerFlowTicketAndHour;
  const { concurrency, runsPerHour = usual } = flow.compiled.settings ?? {};
  const key = concurrency ? concurrencyKey(concurrency.per, seen) : null;
  const status = await insertRun(
    db,
    {
      ...begins,
      flowId: flow.id,
      version: flow.version,
      held: flow.paused,
      concurrency: key === null ? null : { key, whenBusy: concurrency!.whenBusy },
    },
    { maxDepth: maxChainDepth, runsPerHour },
    transaction,
  );
  if (status === 'queued' && key !== null && concurrency!.whenBusy === 'replace') {
    await replaceRunsOfKey(db, { flowId: flow.id, key, by: run.id }, transaction);
    await notifyWork(db, 'flow_cancels', transaction);
  }
  return status;
}
