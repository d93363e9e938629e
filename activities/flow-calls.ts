import { createHash } from 'node:crypto';
import { beginRun } from '../automation/begin-run';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { insertRerun, latestRunOf, setParent, type FlowRun } from '../db/flow-run-store';
import type { StepWork } from '../db/flow-step-store';
import { findPublishedFlow } from '../db/flow-store';
import { closeWait, registerWait, showRunning, showWaiting } from '../db/flow-wait-store';
import { findTicket } from '../db/ticket-store';
import type { TicketState } from '../domain/ticket/ticket';
import type { FlowInput } from '../flows/engine/definition';
import type { Occurrence } from '../flows/engine/occurrence';
import { givenInputs } from '../flows/language/inputs';
import { ActionError } from '../plugins/kit/action';
import type { Begun, CallOutcome, StepInput } from './contract/flow';
import { completeOwnStep, stepValue } from './flow-step';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';

/**
 * Plans the run of another Flow that a run waits for. It has a row of its own first, under an id that
 * follows from the step's, so that it is begun once however often it is asked for.
 */
export async function beginCall(
  db: Database,
  publicUrl: string,
  input: StepInput,
): Promise<Begun<CallOutcome>> {
  return inTransaction(db, async (transaction) => {
    await writeTrail(db, input.runId, input.trail, transaction);
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return { ended: work.completed as CallOutcome };
    const { runId, stepId, iteration, position } = input;
    const wait = { ticket: null, eventSeq: 0, triggers: [], until: null };
    await registerWait(db, input, wait, transaction);
    const calledId = calledRunId(work, input);
    const before = await latestRunOf(db, calledId, transaction);
    if (!before) await planCalled(db, publicUrl, input, work, transaction);
    else if (before.parentRunId !== runId) {
      // This run repeats the one that called it, so it is told of the end from now on.
      if (!before.endedAt)
        await setParent(db, before.id, { runId, stepId, iteration }, transaction);
      const since = (await latestRunOf(db, calledId, transaction))!;
      if (since.endedAt && since.status !== 'completed') {
        await callAgain(db, since, input, transaction);
      }
    }
    const called = (await latestRunOf(db, calledId, transaction))!;
    if (called.endedAt) return { ended: await end(db, input, called, work, transaction) };
    await showWaiting(
      db,
      { runId, stepId, iteration },
      { position, use: 'flow', until: null },
      transaction,
    );
    return { until: null };
  });
}

/** The end of the called run, with what it answered. */
export async function endCall(db: Database, input: StepInput): Promise<CallOutcome> {
  return inTransaction(db, async (transaction) => {
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return work.completed as CallOutcome;
    const run = (await latestRunOf(db, calledRunId(work, input), transaction))!;
    return end(db, input, run, work, transaction);
  });
}

async function end(
  db: Database,
  input: StepInput,
  run: FlowRun,
  work: StepWork,
  transaction: Transaction,
): Promise<CallOutcome> {
  await closeWait(db, input, work.event?.seq ?? 0, transaction);
  await showRunning(db, input.runId, transaction);
  if (run.status !== 'completed') return { status: 'failed', code: `called-flow-${run.status}` };
  const told = { status: 'completed' as const, outcome: run.outcome };
  const output = { ...run.outputs, ...told, run: run.id };
  await completeOwnStep(db, input, { use: 'flow', output, told }, transaction);
  return told;
}

/** The run that calls is run again, so what it calls goes on from where it failed, too. */
async function callAgain(
  db: Database,
  run: FlowRun,
  { runId, stepId, iteration }: StepInput,
  transaction: Transaction,
): Promise<void> {
  const id = await insertRerun(db, run, {}, transaction);
  await setParent(db, id, { runId, stepId, iteration }, transaction);
}

async function planCalled(
  db: Database,
  publicUrl: string,
  input: StepInput,
  work: StepWork,
  transaction: Transaction,
): Promise<void> {
  const { runId, stepId, iteration } = input;
  const step = work.compiled.inputs[stepId]!;
  const slug = String(step['flow']);
  const flow = await findPublishedFlow(db, slug, transaction);
  if (!flow) {
    throw new ActionError('flow-not-published', `There is no published Flow "${slug}" to call.`);
  }
  if (!flow.compiled.called) {
    throw new ActionError(
      'flow-not-callable',
      `The Flow "${slug}" cannot be called; give it the trigger "called".`,
    );
  }
  const given = (await stepValue(db, work, step['with'] ?? {}, publicUrl)) as Record<
    string,
    unknown
  >;
  const inputs = inputsFor(flow.compiled.called.inputs, given);
  const ticket = await ticketOf(db, work, step['ticket'], publicUrl, transaction);
  const occurrence: Occurrence = {
    type: 'flow.called',
    at: new Date().toISOString(),
    actor: { type: 'flow', id: work.flow, name: work.flowTitle },
    data: { run: runId, step: stepId },
  };
  const cause = { run: runId, depth: work.depth + 1 };
  const parent = { runId, stepId, iteration };
  await beginRun(
    db,
    { id: calledRunId(work, input), flow, occurrence, inputs, ticket, cause, parent },
    transaction,
  );
}

/** Also of a repeated run the same: what the called one did is not done twice. */
function calledRunId({ rootRunId, compiled }: StepWork, { stepId, iteration }: StepInput): string {
  const key = createHash('sha256').update(JSON.stringify([rootRunId, stepId, iteration]));
  return `${String(compiled.inputs[stepId]!['flow'])}.called.${key.digest('hex').slice(0, 24)}`;
}

function inputsFor(
  wanted: readonly FlowInput[],
  given: Record<string, unknown>,
): Record<string, unknown> {
  const read = givenInputs(wanted, given);
  if ('inputs' in read) return read.inputs;
  const [problem] = read.problems;
  throw new ActionError('input-not-valid', `${problem!.path}: ${problem!.message}`);
}

async function ticketOf(
  db: Database,
  work: StepWork,
  said: unknown,
  publicUrl: string,
  transaction: Transaction,
): Promise<TicketState | null> {
  const number = said === undefined ? work.ticket : await stepValue(db, work, said, publicUrl);
  if (number === null) return null;
  const ticket =
    typeof number === 'number' && Number.isInteger(number)
      ? await findTicket(db, number, transaction)
      : null;
  if (ticket) return ticket;
  throw new ActionError('ticket-not-found', `There is no ticket ${JSON.stringify(number)}.`);
}
