import { WorkflowNotFoundError } from '@temporalio/common';
import { inTransaction, type Database } from '../db/database';
import { recordFlowChange } from '../db/flow-change-store';
import { askToMove, claimRunsToMove, waitingRuns } from '../db/flow-run-store';
import { compiledVersion } from '../db/flow-step-store';
import { findVersion } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import { whyNotMove } from '../flows/engine/move';
import { flowMoveSignal, flowRunWorkflowId } from '../workflows/messages';
import type { Engine } from './engine';
import { requireFlow } from './publish-flow';

export interface MovedRuns {
  version: number;
  /** The runs that go on with it, or would. */
  moved: string[];
  stay: { run: string; step: string; why: 'gone' | 'of-another-kind' | 'elsewhere' }[];
}

/**
 * Puts the waiting runs of a Flow on another of its versions, where every step that they wait at is
 * still in its place; with `dryRun` only tells which. A wait goes on with the time that it began
 * with. Throws `flow-not-found`, `flow-version-not-found`.
 */
export async function moveFlowRuns(
  db: Database,
  idOrSlug: string,
  { toVersion, dryRun, by }: { toVersion?: number | undefined; dryRun: boolean; by: Actor },
): Promise<MovedRuns> {
  const flow = await requireFlow(db, idOrSlug);
  const version = toVersion ?? flow.publishedVersion;
  if (version === null || !(await findVersion(db, flow.id, version))) {
    throw new DomainError(
      'flow-version-not-found',
      `${flow.slug} has no version ${version ?? 'that is published'}.`,
    );
  }
  const { program: to } = await compiledVersion(db, { flowId: flow.id, version });
  const result: MovedRuns = { version, moved: [], stay: [] };
  for (const run of await waitingRuns(db, flow.id)) {
    if (run.version === version) continue;
    const from = await compiledVersion(db, { flowId: flow.id, version: run.version });
    const obstacle = whyNotMove(from.program, to, run.waitsAt);
    if (obstacle) result.stay.push({ run: run.id, ...obstacle });
    else result.moved.push(run.id);
  }
  if (dryRun || result.moved.length === 0) return result;
  await inTransaction(db, async (transaction) => {
    await askToMove(db, result.moved, version, transaction);
    const details = { runs: result.moved.length };
    await recordFlowChange(db, flow.id, { what: 'runs-moved', by, version, details }, transaction);
    await notifyWork(db, 'flow_moves', transaction);
  });
  return result;
}

const runsAtOnce = 20;

/** Tells runs that they are to go on with another version. Throws `EngineAway`. */
export async function tellRunsToMove(
  db: Database,
  engine: Engine,
  installation: string,
): Promise<number> {
  const runs = await claimRunsToMove(db, runsAtOnce);
  await Promise.all(
    runs.map((runId) =>
      engine.call('moving a Flow run', async (client) => {
        try {
          await client.getHandle(flowRunWorkflowId(installation, runId)).signal(flowMoveSignal);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    ),
  );
  return runs.length;
}
