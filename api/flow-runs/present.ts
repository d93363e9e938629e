import type { FlowRun, RunStatus } from '../../db/flow-run-store';
import type { StepRecord } from '../../db/flow-step-store';
import type { ShownStatus } from './schema';

export function presentRun(run: FlowRun): object {
  const { id, version, ticket, eventSeq, status, reason, rootRunId, rerun, chain } = run;
  return {
    id,
    flow: { id: run.flowId, slug: run.flow, title: run.flowTitle },
    version,
    ticketNumber: ticket,
    eventSeq,
    status: shownStatus(status),
    reason,
    rerunOf: rerun > 0 ? rootRunId : null,
    chain: chain.map(({ run: led, ticket: number, seq }) => ({
      run: led,
      ticketNumber: number,
      seq,
    })),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

export function presentStep(step: StepRecord): object {
  const { stepId, use, status, input, output, explanation, attempts } = step;
  return {
    id: stepId,
    ...{ use, status, input, output, explanation },
    attempts: attempts.map(({ at, error }) =>
      error ? { at, error: error.message, code: error.code } : { at },
    ),
    waitingUntil: step.waitingUntil?.toISOString() ?? null,
    startedAt: step.startedAt.toISOString(),
    endedAt: step.endedAt?.toISOString() ?? null,
  };
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
