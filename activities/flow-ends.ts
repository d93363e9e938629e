import { inTransaction, type Database } from '../db/database';
import { endMove, endRun, findMove } from '../db/flow-run-store';
import { compiledVersion, readStepWork } from '../db/flow-step-store';
import { notifyWork } from '../db/notifications';
import type { Program } from '../flows/engine/definition';
import { whyNotMove } from '../flows/engine/move';
import { failureOf } from './flow-failure';
import { stepValue } from './flow-step';
import type { FlowRunActivities, TrailEntry } from './contract/flow';
import { writeTrail } from './flow-trail';

/** Writes down how a run ended, with what it answers to a Flow that called it. */
export async function endFlowRun(
  db: Database,
  publicUrl: string,
  { runId, status, outcome = undefined, trail }: Parameters<FlowRunActivities['flow.end-run']>[0],
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await writeTrail(db, runId, trail, transaction);
    const stop = trail?.findLast((entry) => entry.kind === 'stop');
    const answered = status === 'completed' ? await answerOf(db, publicUrl, runId, stop) : null;
    const end =
      answered && 'failed' in answered
        ? { status: 'failed' as const, reason: answered.failed }
        : {
            status,
            reason: answered?.reason ?? reasonOf(status, trail),
            outputs: answered?.outputs ?? null,
          };
    await endRun(db, runId, { ...end, outcome: outcome ?? null }, transaction);
    // The next of its key, and who called it, need not wait for the next look.
    await notifyWork(db, 'flow_runs', transaction);
    await notifyWork(db, 'flow_waits', transaction);
  });
}

/**
 * Puts a run on the version that it was asked to go on with, if it has not come meanwhile to where
 * that cannot go on. Answers the program of the version that it is on now.
 */
export async function changeVersion(
  db: Database,
  { runId, trail }: { runId: string; trail?: TrailEntry[] },
): Promise<Program | null> {
  return inTransaction(db, async (transaction) => {
    await writeTrail(db, runId, trail, transaction);
    const run = await findMove(db, runId, transaction);
    if (!run) return null;
    const { flowId, version, moveTo, waitsAt } = run;
    const { program } = await compiledVersion(db, { flowId, version }, transaction);
    if (moveTo === null) return program;
    const { program: to } = await compiledVersion(db, { flowId, version: moveTo }, transaction);
    const mayMove = whyNotMove(program, to, waitsAt) === null;
    await endMove(db, runId, mayMove ? moveTo : version, transaction);
    return mayMove ? to : program;
  });
}

interface Answer {
  outputs: Record<string, unknown> | null;
  /** What its `stop` says. */
  reason: string | null;
}

/** What a run that is completed leaves behind, worked out at its end. */
async function answerOf(
  db: Database,
  publicUrl: string,
  runId: string,
  stop: { stepId: string; iteration?: number } | undefined,
): Promise<Answer | { failed: string }> {
  const { stepId = '', iteration = 0 } = stop ?? {};
  const work = await readStepWork(db, { runId, stepId, iteration });
  const said = work?.compiled.inputs[stepId]?.['reason'];
  const outputs = work?.compiled.outputs;
  if (!work || (!outputs && said === undefined)) return { outputs: null, reason: null };
  try {
    const reason = said === undefined ? null : { template: said };
    const answer = await stepValue(db, work, { outputs: outputs ?? null, reason }, publicUrl);
    return answer as unknown as Answer;
  } catch (error) {
    const { message, retryable, failure } = failureOf(error);
    if (retryable) throw failure;
    return { failed: message };
  }
}

function reasonOf(status: string, trail: readonly TrailEntry[] = []): string | null {
  if (status !== 'failed') return null;
  const failed = trail.findLast((entry) => entry.kind === 'failed');
  return failed ? `step ${failed.stepId}: ${failed.code}` : 'the run failed';
}
