import type { Database, Transaction } from '../db/database';
import { insertRun } from '../db/flow-planning-store';
import type { RunStatus } from '../db/flow-run-store';
import type { PublishedFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import { factsOf } from '../domain/ticket/decide';
import type { TicketState } from '../domain/ticket/ticket';
import type { Occurrence } from '../flows/engine/occurrence';
import { seenBeside, type Seen } from '../flows/engine/seen';
import { concurrencyKey } from './concurrency-key';
import { maxChainDepth, runsPerFlowTicketAndHour } from './plan-flow-runs';

/** A run that something else than an event of a ticket begins. */
export interface Beginning {
  /** The same beginning has the same id, and begins one run. */
  id: string;
  flow: PublishedFlow;
  occurrence: Occurrence;
  inputs: Record<string, unknown>;
  /** As it is now: facts, and later waits, hang on its version. Null: it concerns none. */
  ticket: TicketState | null;
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
  const seen: Seen = {
    ...seenBeside(occurrence),
    ...(ticket ? { facts: factsOf(ticket), customFields: ticket.customFields } : {}),
    inputs,
  };
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
        ? { key: concurrencyKey(concurrency.per, seen), whenBusy: concurrency.whenBusy }
        : null,
    },
    { maxDepth: maxChainDepth, runsPerHour },
    transaction,
  );
  if (status === 'starting') await notifyWork(db, 'flow_runs', transaction);
  return status;
}
