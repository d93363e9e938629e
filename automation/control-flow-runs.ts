import { WorkflowNotFoundError } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Database, Transaction } from '../db/database';
import { endRun, findRun, insertRerun, liveRuns, type FlowRun } from '../db/flow-run-store';
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
 * Runs an ended run again on its version, from its first step that was not completed: what is done
 * keeps its answer, and what is tried again keeps its idempotency key. Answers the new run's id.
 */
export async function rerunFlow(
  db: Database,
  runId: string,
  transaction?: Transaction,
): Promise<string> {
  const run = await requireRun(db, runId);
  if (!run.endedAt) {
    throw new DomainError('flow-run-not-ended', 'The run is still under way; cancel it first.');
  }
  if (run.status === 'completed') {
    throw new DomainError('flow-run-completed', 'The run is completed; nothing is left to do.');
  }
  const id = await insertRerun(db, run, transaction);
  await notifyWork(db, 'flow_runs', transaction);
  return id;
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
