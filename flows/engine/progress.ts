// Loaded by workflows: what follows an answer must be the same at every replay.
import type { ForStep, ParallelStep, Step, StepOutput } from './definition';

/** What a step came to: its answer, or the code of its failure when the run went on after it. */
export type Done = StepOutput | { $failed: string };

/** How far a run has come, by step key. */
export interface Progress {
  done: ReadonlyMap<string, Done>;
  /** The next item of each loop that is under way. */
  loops: ReadonlyMap<string, number>;
}

export function stepKey(stepId: string, iteration: number): string {
  return `${stepId}/${iteration}`;
}

export function isFailed(done: Done): done is { $failed: string } {
  return '$failed' in done;
}

/** The steps in a step that follow what it came to. */
export function stepsAfter(step: Exclude<Step, ForStep | ParallelStep>, done: Done): Step[] {
  if (isFailed(done)) {
    const isBranch = 'onError' in step && step.onError === 'branch';
    return isBranch ? (step.onErrorSteps ?? []) : [];
  }
  switch (step.kind) {
    case 'if':
      return done['branch'] === 'then' ? step.then : step.else;
    case 'switch':
      return done['case'] === null ? step.else : (step.cases[Number(done['case'])]?.steps ?? []);
    case 'wait':
      return done['outcome'] === 'event' ? step.onEvent : step.onTimeout;
    case 'approve':
      return done['outcome'] === 'approved' ? step.onApprove : step.onReject;
    case 'action':
    case 'batch':
    case 'call':
    case 'set':
    case 'stop':
      return [];
  }
}

/**
 * True when a run has gone through these steps to the end of their list, so that nothing in them is
 * to be done any more.
 */
export function isPassed(steps: readonly Step[], iteration: number, progress: Progress): boolean {
  return steps.every((step) => isStepPassed(step, iteration, progress));
}

function isStepPassed(step: Step, iteration: number, progress: Progress): boolean {
  const passed = (steps: readonly Step[]): boolean => isPassed(steps, iteration, progress);
  if (step.kind === 'batch') return passed(step.steps);
  if (step.kind === 'parallel') {
    return step.until === 'any' ? step.branches.some(passed) : step.branches.every(passed);
  }
  const key = stepKey(step.id, iteration);
  const done = progress.done.get(key);
  if (!done) return false;
  if (step.kind !== 'for') return passed(stepsAfter(step, done));
  if (isFailed(done)) return false;
  const count = Number(done['count']);
  for (let index = progress.loops.get(key) ?? 0; index < count; index += 1) {
    if (!isPassed(step.steps, iteration * step.max + index, progress)) return false;
  }
  return true;
}
