import { endsWait } from '../automation/plan-flow-runs';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { completeStep, type StepWork } from '../db/flow-step-store';
import {
  closeWait,
  eventsSince,
  findWait,
  holdTicketEvents,
  registerWait,
  showRunning,
  showWaiting,
} from '../db/flow-wait-store';
import type { TicketEvent } from '../domain/ticket/event';
import type { Trigger, WaitStep } from '../flows/engine/definition';
import { allSteps } from '../flows/engine/walk';
import type { WaitInput, WaitOutcome } from './contract/flow';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';

/**
 * Registers a wait and looks at the events stored since, in one transaction that keeps new ones
 * out: what came before is seen here, what comes later finds the wait.
 */
export async function beginWait(db: Database, input: WaitInput): Promise<WaitOutcome | null> {
  return inTransaction(db, async (transaction) => {
    await writeTrail(db, input.runId, input.trail, transaction);
    const work = await needStepWork(db, input, transaction);
    const earlier = work.completed as WaitOutcome | null;
    if (earlier) {
      await complete(db, input, earlier, transaction);
      return earlier;
    }
    await holdTicketEvents(db, work.ticket, transaction);
    const triggers = triggersOf(work, input.stepId);
    const wait = await registerWait(
      db,
      input,
      { ticket: work.ticket, eventSeq: work.event.seq, triggers, until: input.until },
      transaction,
    );
    const event = await findEvent(db, work, triggers, wait, transaction);
    if (event) return end(db, input, event, event.seq, transaction);
    const { position, until } = input;
    await showWaiting(db, input, { position, until }, transaction);
    return null;
  });
}

/** Ends a wait that was told of its event or is late. An event that came in time counts. */
export async function endWait(db: Database, input: WaitInput): Promise<WaitOutcome> {
  return inTransaction(db, async (transaction) => {
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return work.completed as WaitOutcome;
    await holdTicketEvents(db, work.ticket, transaction);
    const wait = (await findWait(db, input, transaction))!;
    const triggers = triggersOf(work, input.stepId);
    const event = await findEvent(db, work, triggers, wait, transaction);
    const inTime = event && (wait.until === null || Date.parse(event.at) <= wait.until.getTime());
    if (inTime) return end(db, input, event, event.seq, transaction);
    const last = (await eventsSince(db, work.ticket, wait.afterSeq, transaction)).at(-1);
    return end(db, input, null, last?.seq ?? wait.afterSeq, transaction);
  });
}

async function findEvent(
  db: Database,
  { ticket, rootRunId }: StepWork,
  triggers: Trigger[],
  { afterSeq }: { afterSeq: number },
  transaction: Transaction,
): Promise<TicketEvent | undefined> {
  if (triggers.length === 0) return undefined;
  const events = await eventsSince(db, ticket, afterSeq, transaction);
  return events.find((event) => endsWait({ rootRunId, until: triggers, afterSeq }, event));
}

async function end(
  db: Database,
  input: WaitInput,
  event: TicketEvent | null,
  seenSeq: number,
  transaction: Transaction,
): Promise<WaitOutcome> {
  const outcome: WaitOutcome = event
    ? { outcome: 'event', event: event.type }
    : { outcome: 'timeout', event: null };
  await closeWait(db, input, seenSeq, transaction);
  await complete(db, input, outcome, transaction);
  return outcome;
}

async function complete(
  db: Database,
  input: WaitInput,
  output: WaitOutcome,
  transaction: Transaction,
): Promise<void> {
  await completeStep(db, input, { position: input.position, use: 'wait', output }, transaction);
  await showRunning(db, input.runId, transaction);
}

function triggersOf(work: StepWork, stepId: string): Trigger[] {
  const steps = allSteps(work.compiled.program.steps);
  const wait = steps.find((step): step is WaitStep => step.kind === 'wait' && step.id === stepId);
  return wait?.until ?? [];
}
