import type { FlowRun, RunStatus } from '../../db/flow-run-store';
import type { StepRecord } from '../../db/flow-step-store';
import type { RetryPlan } from '../../flows/engine/definition';
import { pauseAfter } from '../../flows/engine/retry';
import type { ShownStatus } from './schema';

export function presentRun(run: FlowRun): object {
  const { id, version, ticket, eventSeq, occurrence, status, reason, outcome } = run;
  const { rootRunId, rerun, chain } = run;
  return {
    id,
    flow: { id: run.flowId, slug: run.flow, title: run.flowTitle },
    version,
    ticketNumber: ticket,
    eventSeq,
    status: shownStatus(status),
    begunBy: occurrence && {
      type: occurrence.type,
      at: occurrence.at,
      actor: { type: occurrence.actor.type, name: occurrence.actor.name },
    },
    reason,
    outcome,
    rerunOf: rerun > 0 ? rootRunId : null,
    calledBy: run.parentRunId,
    chain: chain.map(({ run: led, ticket: number, seq }) => ({
      run: led,
      ticketNumber: number,
      seq,
    })),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

/** What the version of a run says of its steps. */
export interface ProgramKnown {
  /** How a step is tried again; null: it is not. */
  retryOf(stepId: string): RetryPlan | null;
  /** The how-manieth item, from 1, of each loop about a step, from the outermost inwards. */
  itemsOf(stepId: string, iteration: number): number[];
}

export function presentStep(
  step: StepRecord,
  { retryOf, itemsOf }: ProgramKnown,
  now = Date.now(),
): object {
  const { stepId, iteration, use, status, input, output, explanation, attempts } = step;
  const { startedAt, endedAt, waitingUntil, takenOver } = step;
  const waits = ['wait', 'approve', 'flow'].includes(use);
  const waitedMs = (endedAt?.getTime() ?? now) - startedAt.getTime();
  return {
    id: stepId,
    ...{ iteration, items: itemsOf(stepId, iteration) },
    ...{ use, status, input, output, explanation },
    attempts: attempts.map(({ at, error }) =>
      error ? { at, error: error.message, code: error.code } : { at },
    ),
    waitingUntil: waitingUntil?.toISOString() ?? null,
    nextAttemptAt: nextAttempt(step, retryOf(stepId)),
    takenOver,
    waitedMs: waits ? Math.max(waitedMs, 0) : null,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** Counted from the failed attempt, by the plan that the engine follows too. */
function nextAttempt(
  { endedAt, attempts, status }: StepRecord,
  retry: RetryPlan | null,
): string | null {
  const failures = attempts.filter(({ error }) => error);
  const last = attempts.at(-1);
  if (endedAt || status !== 'running' || !retry || !last?.error) return null;
  if (failures.length >= retry.maximumAttempts) return null;
  const { at = last.at, retryAfterMs } = last.error;
  const pause = pauseAfter(failures.length, retry, retryAfterMs);
  return new Date(Date.parse(at) + pause).toISOString();
}

/** The stored statuses that a shown one stands for. */
export function storedStatuses(shown: readonly ShownStatus[]): RunStatus[] {
  return shown.flatMap((status): RunStatus[] =>
    status === 'running' ? ['starting', 'running'] : [status],
  );
}

function shownStatus(status: RunStatus): ShownStatus {
  return status === 'starting' ? 'running' : status;
}
