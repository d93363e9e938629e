import type { Database, Transaction } from '../db/database';
import type { PlannedRun } from '../db/flow-planning-store';
import type { RunStatus } from '../db/flow-run-store';
import type { PublishedFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import { factsOf } from '../domain/ticket/decide';
import type { TicketState } from '../domain/ticket/ticket';
import type { Occurrence } from '../flows/engine/occurrence';
import { seenBeside, type Seen } from '../flows/engine/seen';
import { planRun } from './plan-run';

/** A run that something else than an event of a ticket begins. */
export interface Beginning {
  /** The same beginning has the same id, and begins one run. */
  id: string;
  flow: PublishedFlow;
  occurrence: Occurrence;
  inputs: Record<string, unknown>;
  /** The run that calls it and waits, and how deep it is in such a chain. */
  cause?: PlannedRun['cause'];
  parent?: PlannedRun['parent'];
  /** As it is now: facts, and later waits, hang on its version. Null: it concerns none. */
  ticket: TicketState | null;
}

/**
 * Plans a run; needs no Temporal. A Flow that is paused holds it. Answers null where there is a run
 * of this id already.
 */
export async function beginRun(
  db: Database,
  { id, flow, occurrence, inputs, ticket, cause, parent }: Beginning,
  transaction: Transaction,
): Promise<RunStatus | null> {
  const seen: Seen = {
    ...seenBeside(occurrence),
    ...(ticket ? { facts: factsOf(ticket), customFields: ticket.customFields } : {}),
    inputs,
  };
  const status = await planRun(
    db,
    flow,
    {
      id,
      ticket: ticket?.number ?? null,
      eventSeq: ticket?.version ?? null,
      occurrence,
      inputs,
      seen,
      ...(cause ? { cause } : {}),
      ...(parent ? { parent } : {}),
    },
    transaction,
  );
  if (status === 'starting') await notifyWork(db, 'flow_runs', transaction);
  return status;
}
