import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Database, Transaction } from '../db/database';
import { readStepWork, type StepKey, type StepWork } from '../db/flow-step-store';
import type { Step } from '../flows/engine/definition';
import { findStep } from '../flows/engine/tree';

/** Longer than any return of Postgres and of the relay behind it. */
const plannedAgainMs = 10 * 60_000;

/** What a step is refused with whose run is over, or is not there: neither has a record of steps. */
export const runEnded = 'flow-run-ended';
export const runNotFound = 'flow-run-not-found';

/**
 * All that a step needs. Of a run that is over nothing begins any more: its row may have ended before
 * its workflow knew, or even began. A run without a row is asked for again for some minutes: a Postgres that
 * was killed may have forgotten what the relay had just planned, until the relay plans it again.
 */
export async function needStepWork(
  db: Database,
  key: StepKey,
  transaction?: Transaction,
): Promise<StepWork> {
  const work = await readStepWork(db, key, transaction);
  if (work?.ended && !work.completed) {
    throw ApplicationFailure.nonRetryable('the run is over', runEnded);
  }
  if (work) return work;
  const askedForMs = Date.now() - Context.current().info.scheduledTimestampMs;
  throw ApplicationFailure.create({
    message: 'there is no such run',
    type: runNotFound,
    nonRetryable: askedForMs > plannedAgainMs,
  });
}

/** The step of that kind in a run's program. */
export function stepOf<Kind extends Step['kind']>(
  { compiled }: Pick<StepWork, 'compiled'>,
  stepId: string,
  kind: Kind,
): Extract<Step, { kind: Kind }> {
  const step = findStep(compiled.program.steps, stepId);
  if (step?.kind === kind) return step as Extract<Step, { kind: Kind }>;
  throw ApplicationFailure.nonRetryable('there is no such step', 'step-not-found');
}
