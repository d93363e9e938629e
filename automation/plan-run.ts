import type { Transaction, Database } from '../db/database';
import { insertRun, type PlannedRun } from '../db/flow-planning-store';
import type { RunStatus } from '../db/flow-run-store';
import { replaceRunsOfKey } from '../db/flow-state-store';
import type { PublishedFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import { findField } from '../flows/engine/fields';
import type { Seen } from '../flows/engine/seen';

/** A chain of Flows starting Flows ends here. */
export const maxChainDepth = 5;
export const runsPerFlowTicketAndHour = 50;

type Beginning = Omit<PlannedRun, 'flowId' | 'version' | 'held' | 'concurrency'>;

/**
 * Plans a run of a published Flow as its settings say: at once, held while the Flow is paused, in its
 * turn among those of its key, or not at all (`stopped`, with the reason). Answers what became of it;
 * null: it is there already. `seen` is what keys are read from.
 */
export async function planRun(
  db: Database,
  flow: PublishedFlow,
  run: Beginning & { seen: Pick<Seen, 'facts' | 'customFields'> },
  transaction: Transaction,
): Promise<RunStatus | null> {
  const { seen, ...begins } = run;
  const { concurrency, runsPerHour = runsPerFlowTicketAndHour } = flow.compiled.settings ?? {};
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

/** Runs of one key follow one another: those of a ticket, of the Flow, or of what a field holds. */
export function concurrencyKey(per: string, seen: Pick<Seen, 'facts' | 'customFields'>): string {
  if (per === 'flow') return 'flow';
  if (per === 'ticket') return `ticket/${seen.facts?.number ?? 'none'}`;
  const value = findField(per)?.read(seen as Seen) ?? null;
  return `${per}/${JSON.stringify(value)}`;
}
