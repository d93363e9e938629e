import { readTemplateValues } from '../automation/template-values';
import type { Database, Transaction } from '../db/database';
import {
  beginAttempt,
  completeStep,
  failAttempt,
  type StepKey,
  type StepWork,
} from '../db/flow-step-store';
import type { StepOutput } from '../flows/engine/definition';
import { evaluateCel } from '../flows/values/cel';
import { resolveValue } from '../flows/values/resolve-value';
import type { StepInput } from './contract/flow';
import { failureOf } from './flow-failure';
import { runEnded, runNotFound } from './flow-work';

/** The values that a step's templates, references and expressions see. */
export function stepValues(
  db: Database,
  work: StepWork,
  publicUrl: string,
  transaction?: Transaction,
): Promise<Record<string, unknown>> {
  return readTemplateValues(db, { ...work, publicUrl }, transaction);
}

/** One of the values that a step says, worked out. Throws `TemplateError`. */
export async function stepValue(
  db: Database,
  work: StepWork,
  value: unknown,
  publicUrl: string,
): Promise<unknown> {
  return resolveValue(value, await stepValues(db, work, publicUrl), { evaluateCel });
}

/** A step that is no action has its answer. */
export async function completeOwnStep(
  db: Database,
  { runId, stepId, iteration, position }: StepInput,
  step: {
    use: string;
    output: Record<string, unknown>;
    told?: StepOutput;
    explanation?: unknown;
  },
  transaction?: Transaction,
): Promise<void> {
  const key: StepKey = { runId, stepId, iteration };
  await completeStep(db, key, { position, ...step }, transaction);
}

/** Runs what a step does; why it could not is noted with the step, and Temporal is told the code. */
export async function asStep<T>(
  db: Database,
  { runId, stepId, iteration, position }: StepInput,
  use: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message, failure } = failureOf(error);
    if (failure.nonRetryable && code !== runEnded && code !== runNotFound) {
      const key: StepKey = { runId, stepId, iteration };
      const attempt = { at: new Date().toISOString() };
      await beginAttempt(db, key, { position, use, input: null, attempt });
      await failAttempt(db, key, { code, message });
    }
    throw failure;
  }
}
