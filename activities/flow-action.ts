import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { endRun } from '../db/flow-run-store';
import {
  beginAttempt,
  completeStep,
  failAttempt,
  type StepAttempt,
  type StepWork,
} from '../db/flow-step-store';
import type { SecretBox } from '../db/secret-box';
import type { StepOutput } from '../flows/engine/definition';
import { pauseAfter } from '../flows/engine/retry';
import { zodProblems } from '../flows/language/zod-problems';
import {
  ActionError,
  useOf,
  type Action,
  type ActionContext,
  type HttpPort,
  type WebhookPort,
} from '../plugins/kit/action';
import type { DynamicPlace } from '../flows/values/value';
import { renderInputs, valuesIn } from '../plugins/kit/inputs';
import type { ActionInput } from './contract/flow';
import { problemOf } from './flow-failure';
import { stepValues } from './flow-step';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';
import { whileBeating } from './heartbeat';
import { macroPort } from './ports/macro-port';
import { mailPort } from './ports/mail-port';
import { newTicketPort } from './ports/new-ticket-port';
import { peoplePort } from './ports/people-port';
import { ticketPort } from './ports/ticket-port';
import { connectionsPort } from './ports/connections-port';
import { customerSearchPort } from './ports/customer-search-port';
import { notificationPort } from './ports/notification-port';
import { ticketSearchPort } from './ports/ticket-search-port';

export interface ActionDeps {
  db: Database;
  log: Logger;
  publicUrl: string;
  /** Opens the secrets of connections. */
  secrets: SecretBox;
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
  const work = await needStepWork(db, input);
  if (work.completed) {
    if (input.last) await endRun(db, input.runId, { status: 'completed', reason: null });
    return work.completed;
  }
  // What changes only the ticket is committed once, together with its record.
  return action.change === 'ticket'
    ? inTransaction(db, (transaction) => attemptAndRecord(deps, action, input, work, transaction))
    : attemptAndRecord(deps, action, input, work);
}

async function attemptAndRecord(
  deps: ActionDeps,
  action: Action,
  input: ActionInput,
  work: StepWork,
  transaction?: Transaction,
): Promise<StepOutput> {
  const done = await attempt(deps, action, input, work, transaction);
  const told = toldOf(action, done.output);
  const { position } = input;
  await completeStep(
    deps.db,
    input,
    {
      position,
      use: useOf(action),
      ...done,
      ...(told === done.output ? {} : { told }),
      endsRun: input.last === true,
    },
    transaction,
  );
  return told;
}

/** What of an answer may stand in a history. */
export function toldOf(action: Action, output: StepOutput): StepOutput {
  return action.outputKept === 'beside' ? {} : output;
}

/** The same for every attempt and every re-run of a step: it hangs on the root run. */
export function idempotencyKeyOf(rootRunId: string, stepId: string, iteration: number): string {
  const text = JSON.stringify([rootRunId, stepId, iteration]);
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

export interface Done {
  output: StepOutput;
  attempt?: StepAttempt & { input: unknown };
}

/**
 * One attempt. A failure that could be noted counts and says when to try again; one that could not,
 * because the database is away, is tried again soon and counts for nothing.
 *
 * An attempt at something outside is noted before it is made, so that people see it going on; one
 * that only changes this ticket is noted with its end, in one statement.
 */
export async function attempt(
  deps: ActionDeps,
  action: Action,
  input: ActionInput,
  work: StepWork,
  transaction?: Transaction,
): Promise<Done> {
  const { db, log } = deps;
  const { runId, stepId, position } = input;
  const raw = work.compiled.inputs[stepId] ?? {};
  const at = new Date().toISOString();
  let noted = false;
  const note = async (inputs: unknown): Promise<void> => {
    if (noted) return;
    await beginAttempt(db, input, { position, use: useOf(action), input: inputs, attempt: { at } });
    noted = true;
  };
  try {
    const ctx = contextOf(deps, input, work, transaction);
    const isWrittenOut = valuesIn(action.input, raw).every(isPlainText);
    const rendered = isWrittenOut ? raw : renderInputs(action.input, raw, await ctx.values());
    if (action.effect === 'external') await note(rendered);
    const inputs = parseRendered(action, rendered);
    const output = await whileBeating(() => inTime(input.timeoutMs, action.run(ctx, inputs)));
    return { output, ...(noted ? {} : { attempt: { at, input: rendered } }) };
  } catch (error) {
    await note(raw);
    const { code, message, retryable, retryAfterMs } = problemOf(error);
    const failedAt = new Date().toISOString();
    const failures = await failAttempt(db, input, { code, message, at: failedAt, retryAfterMs });
    log.warn(
      { run: runId, step: stepId, code, attempt: Context.current().info.attempt },
      'action failed',
    );
    throw ApplicationFailure.create({
      message: `the action failed: ${code}`,
      type: code,
      nonRetryable: !retryable || failures >= input.retry.maximumAttempts,
      nextRetryDelay: pauseAfter(failures, input.retry, retryAfterMs),
    });
  }
}

/** A text that could say a variable and says none. */
function isPlainText({ kind, source }: DynamicPlace): boolean {
  return kind === 'template' && !source.includes('{{');
}

/** The attempt is over after `ms`, though what it asked for may still happen: hence the keys. */
async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = Math.round(ms / 1_000);
    const error = new ActionError('timed-out', `There was no end to it in ${seconds} s.`, true);
    timer = setTimeout(() => reject(error), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function contextOf(
  deps: ActionDeps,
  input: ActionInput,
  work: StepWork,
  transaction?: Transaction,
): ActionContext {
  const { db, log, publicUrl, http, webhooks } = deps;
  const { runId, stepId, iteration } = input;
  const idempotencyKey = idempotencyKeyOf(work.rootRunId, stepId, iteration);
  const origin = { runId, stepId, idempotencyKey };
  const around = { publicUrl, log: log.child({ run: runId, step: stepId }) };
  let read: Promise<Record<string, unknown>> | undefined;
  const values = () => (read ??= stepValues(db, work, publicUrl, transaction));
  return {
    idempotencyKey,
    flow: work.flow,
    run: runId,
    step: stepId,
    values,
    ticket: ticketPort(db, work, origin, transaction),
    people: peoplePort(db, transaction),
    mail: mailPort(db, work, values, origin, around),
    newTicket: newTicketPort(db, work, origin),
    macros: macroPort(db, work, origin, around),
    http,
    webhooks,
    connections: connectionsPort(deps),
    tickets: ticketSearchPort(db, work.ticket, publicUrl),
    customers: customerSearchPort(db),
    notifications: notificationPort(deps, work, idempotencyKey),
    log: around.log,
  };
}

/** Rendering may have made a text too long or empty. */
function parseRendered(action: Action, rendered: Record<string, unknown>): Record<string, unknown> {
  const parsed = action.input.safeParse(rendered);
  if (parsed.success) return parsed.data;
  const [problem] = zodProblems(action.input, rendered);
  throw new ActionError('input-not-valid', `${problem!.path}: ${problem!.message}`);
}
