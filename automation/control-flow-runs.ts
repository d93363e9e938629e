import { WorkflowNotFoundError } from '@temporalio/common';
import type { Logger } from 'pino';
import { inTransaction, type Database, type Transaction } from '../db/database';
import {
  endRun,
  failedRunsOf,
  findRun,
  insertAgain,
  insertRerun,
  liveRuns,
  type FlowRun,
} from '../db/flow-run-store';
import { countCompletedSteps, listSteps } from '../db/flow-step-store';
import { findFlow } from '../db/flow-store';
import { readInstallation } from '../db/installation';
import { notifyWork } from '../db/notifications';
import { DomainError } from '../domain/domain-error';
import { flowRunWorkflowId } from '../workflows/messages';
import type { Engine } from './engine';

/**
 * Cancels a run that has not ended. One that has no workflow yet never gets one; a step that is
 * under way may still have its effect. Throws `EngineAway`, `flow-run-not-found`, `flow-run-ended`.
 */
export async function cancelFlowRun(
  db: Database,
  engine: Pick<Engine, 'call'>,
  { installation, runId }: { installation: string; runId: string },
): Promise<void> {
  const run = await requireRun(db, runId);
  if (run.endedAt) {
    throw new DomainError('flow-run-ended', `The run has ended already: it is ${run.status}.`);
  }
  const found = await engine.call('cancelling a Flow run', async (client) => {
    try {
      await client.getHandle(flowRunWorkflowId(installation, runId)).cancel();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  });
  if (!found) await endRun(db, runId, { status: 'cancelled', reason: null });
}

/**
 * Runs an ended run again on its version, under the same idempotency keys: from its first step that
 * was not completed, or from the step `from` on, whose earlier answers then count no more. Answers the
 * new run's id. Throws `flow-run-not-found`, `flow-run-not-ended`, `flow-run-completed`,
 * `flow-step-not-reached`, `flow-run-too-long`.
 */
export async function rerunFlow(
  db: Database,
  runId: string,
  { from, transaction: given }: { from?: string | undefined; transaction?: Transaction } = {},
): Promise<string> {
  const run = await requireEndedRun(db, runId);
  if (run.status === 'completed' && from === undefined) {
    throw new DomainError(
      'flow-run-completed',
      'The run is completed; nothing is left to do. Say from which step to run it again.',
    );
  }
  const fromPosition = from === undefined ? null : await positionOf(db, runId, from);
  if ((await countCompletedSteps(db, run.rootRunId)) > completedStepsAtMost) {
    throw new DomainError(
      'flow-run-too-long',
      `The run has done more than ${completedStepsAtMost} steps, too many to be taken over; run it as new.`,
    );
  }
  return within(db, given, async (transaction) => {
    const id = await insertRerun(db, run, { fromPosition }, transaction);
    await notifyWork(db, 'flow_runs', transaction);
    return id;
  });
}

/**
 * Runs an ended run again as if it were new: with keys of its own, so that everything has its effect
 * once more, on the version that is published now. Answers the new run's id.
 */
export async function runFlowAgain(
  db: Database,
  runId: string,
  given?: Transaction,
): Promise<string> {
  const run = await requireEndedRun(db, runId);
  const flow = await findFlow(db, run.flowId);
  return within(db, given, async (transaction) => {
    const version = flow?.publishedVersion ?? run.version;
    const id = await insertAgain(db, run, version, transaction);
    await notifyWork(db, 'flow_runs', transaction);
    return id;
  });
}

/** What is taken over comes with the start of the new run, which Temporal keeps below two megabytes. */
const completedStepsAtMost = 5_000;

const failedAtOnce = 1_000;

/** Runs all failed runs of a Flow again that nobody has run again since. Answers the new runs' ids. */
export async function rerunFailed(db: Database, flowId: string): Promise<string[]> {
  return inTransaction(db, async (transaction) => {
    const failed = await failedRunsOf(db, flowId, failedAtOnce, transaction);
    const ids: string[] = [];
    for (const run of failed) {
      if ((await countCompletedSteps(db, run.rootRunId)) > completedStepsAtMost) continue;
      ids.push(await insertRerun(db, run, {}, transaction));
    }
    if (ids.length > 0) await notifyWork(db, 'flow_runs', transaction);
    return ids;
  });
}

async function positionOf(db: Database, runId: string, stepId: string): Promise<number> {
  const steps = (await listSteps(db, [runId])).filter((step) => step.stepId === stepId);
  const [first] = steps;
  if (first) return first.position;
  throw new DomainError('flow-step-not-reached', `The run has not reached a step "${stepId}".`);
}

function within<T>(
  db: Database,
  given: Transaction | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return given ? work(given) : inTransaction(db, work);
}

async function requireEndedRun(db: Database, runId: string): Promise<FlowRun> {
  const run = await requireRun(db, runId);
  if (run.endedAt) return run;
  throw new DomainError('flow-run-not-ended', 'The run is still under way; cancel it first.');
}

/**
 * Finds runs whose workflow Temporal no longer has (its data lost) and says so in their rows, so
 * that people see them and can run them again. Run when Temporal is there (again).
 */
export async function reportLostRuns(db: Database, engine: Engine, log: Logger): Promise<number> {
  const { id: installation } = await readInstallation(db);
  let lost = 0;
  for (let last = ''; ;) {
    const ids = await liveRuns(db, last, 200);
    if (ids.length === 0) break;
    for (const id of ids) {
      if (await isThere(engine, flowRunWorkflowId(installation, id))) continue;
      const reason = 'Temporal no longer knows this run; run it again to go on where it was.';
      await endRun(db, id, { status: 'failed', reason });
      lost += 1;
    }
    last = ids.at(-1)!;
  }
  if (lost > 0) log.warn({ runs: lost }, 'Temporal lost Flow runs, they can be run again');
  return lost;
}

export async function requireRun(db: Database, id: string): Promise<FlowRun> {
  const run = await findRun(db, id);
  if (!run) throw new DomainError('flow-run-not-found', `There is no run ${id}.`);
  return run;
}

function isThere(engine: Engine, workflowId: string): Promise<boolean> {
  return engine.call('looking for a Flow run', async (client) => {
    try {
      const { status } = await client.getHandle(workflowId).describe();
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  });
}
