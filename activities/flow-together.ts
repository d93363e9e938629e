import { ApplicationFailure } from '@temporalio/common';
import { inTransaction, type Transaction } from '../db/database';
import { completeStep } from '../db/flow-step-store';
import type { StepOutput } from '../flows/engine/definition';
import type { Action } from '../plugins/kit/action';
import type { TogetherInput, TogetherOutcome } from './contract/flow';
import { attempt, toldOf, type ActionDeps } from './flow-action';
import { writeTrail } from './flow-trail';
import { needStepWork, runEnded } from './flow-work';

/**
 * Runs neighbouring steps that change the ticket, in one transaction: each sees what those before it
 * did, and they are stored together with their records. One that fails for good ends it: then those
 * before it are done by themselves, since its failure may have spoiled the transaction.
 */
export async function changeTogether(
  deps: ActionDeps,
  actionOf: (use: string) => Action,
  input: TogetherInput,
): Promise<TogetherOutcome> {
  await writeTrail(deps.db, input.runId, input.trail);
  let done = 0;
  const change = (steps: TogetherInput['steps']): Promise<StepOutput[]> =>
    inTransaction(deps.db, async (transaction) => {
      const outputs: StepOutput[] = [];
      for (const { stepId, use } of steps) {
        done = outputs.length;
        const step = { ...input, stepId, use };
        outputs.push(await one(deps, actionOf(use), step, outputs.length, transaction));
      }
      return outputs;
    });
  try {
    return { outputs: await change(input.steps), failed: null };
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || !error.nonRetryable) throw error;
    if (error.type === runEnded) throw error;
    return { outputs: await change(input.steps.slice(0, done)), failed: error.type ?? 'failed' };
  }
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
