import type { Database, Transaction } from '../db/database';
import { insertRun } from '../db/flow-planning-store';
import type { RunStatus } from '../db/flow-run-store';
import type { PublishedFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import type { Occurrence } from '../flows/engine/occurrence';
import { maxChainDepth, runsPerFlowTicketAndHour } from './plan-flow-runs';

/** A run that something else than an event of a ticket begins. */
export interface Beginning {
  /** The same beginning has the same id, and begins one run. */
  id: string;
  flow: PublishedFlow;
  occurrence: Occurrence;
  inputs: Record<string, unknown>;
  /** As it is now: facts, and later waits, hang on its version. Null: it concerns none. */
  ticket: { number: number; version: number } | null;
}

/**
 * Plans a run; needs no Temporal. A Flow that is paused holds it. Answers null where there is a run
 * of this id already.
 */
export async function beginRun(
  db: Database,
  { id, flow, occurrence, inputs, ticket }: Beginning,
  transaction: Transaction,
): Promise<RunStatus | null> {
  const { concurrency, runsPerHour = runsPerFlowTicketAndHour } = flow.compiled.settings ?? {};
  const status = await insertRun(
    db,
    {
      id,
      flowId: flow.id,
      version: flow.version,
      ticket: ticket?.number ?? null,
      eventSeq: ticket?.version ?? null,
      occurrence,
      inputs,
      held: flow.paused,
      concurrency: concurrency
        ? { key: keyOf(concurrency.per, { inputs, ticket }), whenBusy: concurrency.whenBusy }
        : null,
    },
    { maxDepth: maxChainDepth, runsPerHour },
    transaction,
  );
  if (status === 'starting') await notifyWork(db, 'flow_runs', transaction);
  return status;
}

/** Runs of one key follow one another: those of a ticket, of the Flow, or of what an input holds. */
function keyOf(per: string, { inputs, ticket }: Pick<Beginning, 'inputs' | 'ticket'>): string {
  if (per === 'ticket' && ticket) return `ticket/${ticket.number}`;
  const [root, ...path] = per.split('.');
  if (root !== 'inputs') return 'flow';
  return `${per}/${JSON.stringify(path.reduce<unknown>(memberOf, inputs) ?? null)}`;
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as Record<string, unknown>)[key];
}
