import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { readTemplateValues } from '../automation/template-values';
import { inTransaction, type Database } from '../db/database';
import { endRun } from '../db/flow-run-store';
import {
  beginAttempt,
  completeStep,
  failAttempt,
  readStepWork,
  type StepWork,
} from '../db/flow-step-store';
import { DomainError } from '../domain/domain-error';
import type { StepOutput } from '../flows/engine/definition';
import { TemplateError } from '../flows/templates/template-error';
import { zodProblems } from '../flows/language/zod-problems';
import {
  ActionError,
  useOf,
  type Action,
  type HttpPort,
  type WebhookPort,
} from '../plugins/kit/action';
import { renderInputs } from '../plugins/kit/inputs';
import type { ActionInput } from './contract/flow';
import { mailPort, peoplePort, ticketPort } from './flow-ports';
import { writeTrail } from './flow-trail';

export interface ActionDeps {
  db: Database;
  log: Logger;
  publicUrl: string;
  http: HttpPort;
  webhooks: WebhookPort;
}

/**
 * Runs one attempt of one step: renders its inputs, does it, writes it all down. A step that was
 * completed before, in this run or in one that it repeats, answers what it answered then. What
 * leaves this function stands in the run's history, so it carries codes and no texts.
 */
export async function runAction(
  deps: ActionDeps,
  action: Action,
  input: ActionInput,
): Promise<StepOutput> {
  const { db } = deps;
  await writeTrail(db, input.runId, input.trail);
  const work = await readStepWork(db, input);
  if (!work) throw ApplicationFailure.nonRetryable('there is no such run', 'flow-run-not-found');
  if (work.ended && !work.completed) {
    throw ApplicationFailure.nonRetryable('the run is over', 'flow-run-ended');
  }
  const output = work.completed ?? (await attempt(deps, action, input, work));
  await complete(db, action, input, output);
  return output;
}

/** The same for every attempt and every re-run of a step: it hangs on the root run. */
export function idempotencyKeyOf(rootRunId: string, stepId: string, iteration: number): string {
  const text = JSON.stringify([rootRunId, stepId, iteration]);
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

async function attempt(
  deps: ActionDeps,
  action: Action,
  input: ActionInput,
  work: StepWork,
): Promise<StepOutput> {
  const { db, log, publicUrl, http, webhooks } = deps;
  const { runId, stepId, iteration, position } = input;
  const raw = work.compiled.inputs[stepId] ?? {};
  const idempotencyKey = idempotencyKeyOf(work.rootRunId, stepId, iteration);
  const origin = { runId, stepId, idempotencyKey };
  const started = { at: new Date().toISOString() };
  let begun = false;
  const begin = async (inputs: unknown): Promise<void> => {
    if (begun) return;
    await beginAttempt(db, input, {
      position,
      use: useOf(action),
      input: inputs,
      attempt: started,
    });
    begun = true;
  };
  try {
    const values = await readTemplateValues(db, { ...work, runId, publicUrl });
    const rendered = renderInputs(action.input, raw, values);
    await begin(rendered);
    return await action.run(
      {
        idempotencyKey,
        flow: work.flow,
        run: runId,
        step: stepId,
        values,
        ticket: ticketPort(db, work, origin),
        people: peoplePort(db),
        mail: mailPort(db, work, values, origin),
        http,
        webhooks,
        log: log.child({ run: runId, step: stepId }),
      },
      parseRendered(action, rendered),
    );
  } catch (error) {
    await begin(raw);
    const { code, message, retryable } = problemOf(error);
    await failAttempt(db, input, { code, message });
    log.warn(
      { run: runId, step: stepId, code, attempt: Context.current().info.attempt },
      'action failed',
    );
    throw ApplicationFailure.create({
      message: `the action failed: ${code}`,
      type: code,
      nonRetryable: !retryable,
    });
  }
}

/** Rendering may have made a text too long or empty. */
function parseRendered(action: Action, rendered: Record<string, unknown>): Record<string, unknown> {
  const parsed = action.input.safeParse(rendered);
  if (parsed.success) return parsed.data;
  const [problem] = zodProblems(action.input, rendered);
  throw new ActionError('input-not-valid', `${problem!.path}: ${problem!.message}`);
}

/** An error that is nobody's word about the input may pass: the database away, a bug just mended. */
function problemOf(error: unknown): { code: string; message: string; retryable: boolean } {
  if (error instanceof ActionError) return error;
  if (error instanceof TemplateError) {
    return { code: 'template-not-rendered', message: error.message, retryable: false };
  }
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, retryable: false };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected-error', message, retryable: true };
}

/** The last step takes the run with it, in one transaction. */
async function complete(
  db: Database,
  action: Action,
  input: ActionInput,
  output: StepOutput,
): Promise<void> {
  const step = { position: input.position, use: useOf(action), output };
  if (!input.last) return completeStep(db, input, step);
  await inTransaction(db, async (transaction) => {
    await completeStep(db, input, step, transaction);
    await endRun(db, input.runId, { status: 'completed', reason: null }, transaction);
  });
}
