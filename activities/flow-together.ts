import { ApplicationFailure } from '@temporalio/common';
import { inTransaction, type Transaction } from '../db/database';
import { completeStep } from '../db/flow-step-store';
import type { StepOutput } from '../flows/engine/definition';
import type { Action } from '../plugins/kit/action';
import type { TogetherInput, TogetherOutcome } from './contract/flow';
import { attempt, toldOf, type ActionDeps } from './flow-action';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';

/**
 * Runs neighbouring steps that change the ticket, in one transaction: each sees what those before it
 * did, and they are stored together with their records. One that fails for good ends it; what was
 * done before it stays.
 */
export async function changeTogether(
  deps: ActionDeps,
  actionOf: (use: string) => Action,
  input: TogetherInput,
): Promise<TogetherOutcome> {
  await writeTrail(deps.db, input.runId, input.trail);
  return inTransaction(deps.db, async (transaction) => {
    const outputs: StepOutput[] = [];
    for (const { stepId, use } of input.steps) {
      try {
        outputs.push(
          await one(deps, actionOf(use), { ...input, stepId, use }, outputs.length, transaction),
        );
      } catch (error) {
        if (!(error instanceof ApplicationFailure) || !error.nonRetryable) throw error;
        return { outputs, failed: error.type ?? 'failed' };
      }
    }
    return { outputs, failed: null };
  });
}

async function one(
  deps: ActionDeps,
  action: Action,
  input: TogetherInput & { stepId: string; use: string },
  before: number,
  transaction: Transaction,
): Promise<StepOutput> {
  const { runId, stepId, use, iteration, timeoutMs, retry, steps } = input;
  const isLast = before === steps.length - 1;
  const position = input.position + before;
  const work = await needStepWork(deps.db, { runId, stepId, iteration }, transaction);
  if (work.completed) return work.completed;
  if (work.ended) throw ApplicationFailure.nonRetryable('the run is over', 'flow-run-ended');
  const step = { runId, stepId, iteration, position, timeoutMs, retry };
  const done = await attempt(deps, action, step, work, transaction);
  const told = toldOf(action, done.output);
  await completeStep(
    deps.db,
    step,
    {
      position,
      use,
      ...done,
      ...(told === done.output ? {} : { told }),
      endsRun: isLast && input.last === true,
    },
    transaction,
  );
  return told;
}
