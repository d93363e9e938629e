import { endsWait } from '../automation/plan-flow-runs';
import { inTransaction, type Database, type Transaction } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import {
  closeWait,
  eventsSince,
  findWait,
  holdTicketEvents,
  registerWait,
  showRunning,
  showWaiting,
} from '../db/flow-wait-store';
import { eventKey, readOutsideAsked } from '../db/outside-store';
import type { TicketEvent } from '../domain/ticket/event';
import type { Trigger, WaitStep } from '../flows/engine/definition';
import { stepsBeside } from '../flows/engine/tree';
import { triggersRead } from '../flows/engine/match-trigger';
import type { Begun, WaitInput, WaitOutcome } from './contract/flow';
import { completeOwnStep } from './flow-step';
import { writeTrail } from './flow-trail';
import { needStepWork, stepOf } from './flow-work';

/**
 * Registers a wait and looks at the events stored since, in one transaction that keeps new ones
 * out: what came before is seen here, what comes later finds the wait. `momentOf` finds out when its
 * time is up, where that does not stand in `until`.
 */
export async function beginWait(
  db: Database,
  input: WaitInput,
  momentOf?: (work: StepWork, step: WaitStep, begunAt: Date) => Promise<Date | null>,
): Promise<Begun<WaitOutcome>> {
  return inTransaction(db, async (transaction) => {
    await writeTrail(db, input.runId, input.trail, transaction);
    const work = await needStepWork(db, input, transaction);
    const earlier = work.completed as WaitOutcome | null;
    if (earlier) return { ended: earlier };
    const { ticket } = work;
    const step = stepOf(work, input.stepId, 'wait');
    if (ticket !== null && step.until.length > 0) await holdTicketEvents(db, ticket, transaction);
    const until = momentOf
      ? ((await momentOf(work, step, new Date()))?.toISOString() ?? null)
      : input.until;
    const wait = await registerWait(
      db,
      input,
      {
        ticket,
        eventSeq: work.event?.seq ?? 0,
        triggers: step.until,
        until,
        beside: stepsBeside(work.compiled.program.steps, input.stepId),
      },
      transaction,
    );
    const events =
      step.until.length > 0 && ticket !== null
        ? await eventsSince(db, ticket, wait.afterSeq, transaction)
        : [];
    const event = await findEvent(db, work, step.until, wait, events, transaction);
    if (event) return { ended: await end(db, input, event, event.seq, transaction) };
    await showWaiting(
      db,
      input,
      { position: input.position, use: 'wait', until: wait.until?.toISOString() ?? null },
      transaction,
    );
    return { until: wait.until?.toISOString() ?? null };
  });
}

/** Ends a wait that was told of its event or is late. An event that came in time counts. */
export async function endWait(db: Database, input: WaitInput): Promise<WaitOutcome> {
  return inTransaction(db, async (transaction) => {
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return work.completed as WaitOutcome;
    const { ticket } = work;
    const { until } = stepOf(work, input.stepId, 'wait');
    if (ticket !== null && until.length > 0) await holdTicketEvents(db, ticket, transaction);
    const wait = (await findWait(db, input, transaction))!;
    const stored = ticket === null ? [] : await eventsSince(db, ticket, wait.afterSeq, transaction);
    // What comes after its time, while the worker gets to its end, is for the waits that follow.
    const deadline = wait.until?.getTime() ?? Infinity;
    const inTime = stored.filter(({ at }) => Date.parse(at) <= deadline);
    const event = await findEvent(db, work, until, wait, inTime, transaction);
    const seenSeq = (event ?? inTime.at(-1))?.seq ?? wait.afterSeq;
    return end(db, input, event, seenSeq, transaction);
  });
}

async function findEvent(
  db: Database,
  { rootRunId }: StepWork,
  triggers: Trigger[],
  { afterSeq }: { afterSeq: number },
  events: readonly TicketEvent[],
  transaction: Transaction,
): Promise<TicketEvent | undefined> {
  if (triggers.length === 0 || events.length === 0) return undefined;
  const asked = events.map((event) => ({ event, groups: triggersRead(triggers, event.type) }));
  const outside = await readOutsideAsked(db, asked, { transaction });
  const wait = { rootRunId, until: triggers, afterSeq };
  return events.find((event) => endsWait(wait, event, outside.get(eventKey(event))));
}

async function end(
  db: Database,
  input: WaitInput,
  event: TicketEvent | undefined,
  seenSeq: number,
  transaction: Transaction,
): Promise<WaitOutcome> {
  const outcome: WaitOutcome = event
    ? { outcome: 'event', event: event.type }
    : { outcome: 'timeout', event: null };
  await closeWait(db, input, seenSeq, transaction);
  await completeOwnStep(db, input, { use: 'wait', output: outcome }, transaction);
  await showRunning(db, input.runId, transaction);
  return outcome;
}
