import type { Database } from '../db/database';
import {
  claimRunsToCancel,
  releaseForgottenRuns,
  releaseRunsToCancel,
} from '../db/flow-state-store';
import { DomainError } from '../domain/domain-error';
import { cancelFlowRun } from './control-flow-runs';
import type { Engine } from './engine';

const runsAtOnce = 20;

/**
 * Cancels the runs that are marked to be; a run that has ended meanwhile is left as it is. Also
 * lets go on what was held for a Flow that is no longer paused. Answers how many it dealt with.
 * Throws `EngineAway`.
 */
export async function cancelFlowRuns(
  db: Database,
  engine: Pick<Engine, 'call'>,
  installation: string,
): Promise<number> {
  const released = await releaseForgottenRuns(db);
  const ids = await claimRunsToCancel(db, runsAtOnce);
  const results = await Promise.allSettled(
    ids.map((runId) => cancelFlowRun(db, engine, { installation, runId })),
  );
  const isEnded = (reason: unknown): boolean =>
    reason instanceof DomainError && reason.code === 'flow-run-ended';
  const failed = ids.flatMap((id, index) => {
    const result = results[index]!;
    return result.status === 'rejected' && !isEnded(result.reason)
      ? [{ id, reason: result.reason as unknown }]
      : [];
  });
  if (failed.length > 0) {
    await releaseRunsToCancel(
      db,
      failed.map(({ id }) => id),
    );
    throw failed[0]!.reason;
  }
  return released + ids.length;
}
