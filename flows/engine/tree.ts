// Loaded by workflows: the shape of programs.
import type { Step } from './definition';

/** The lists of steps in a step, in the order of the document. */
export function listsOf(step: Step): Step[][] {
  switch (step.kind) {
    case 'action':
    case 'call':
      return step.onErrorSteps ? [step.onErrorSteps] : [];
    case 'batch':
      return [step.steps];
    case 'if':
      return [step.then, step.else];
    case 'switch':
      return [...step.cases.map((one) => one.steps), step.else];
    case 'for':
      return [step.steps];
    case 'wait':
      return [step.onEvent, step.onTimeout];
    case 'approve':
      return [step.onApprove, step.onReject];
    case 'parallel':
      return step.branches;
    case 'set':
    case 'stop':
      return [];
  }
}

/** How records name a step that is no action: by the word that the language has for it. */
export const useOfStep = {
  action: 'action',
  batch: 'action',
  if: 'if',
  switch: 'switch',
  for: 'for',
  wait: 'wait',
  approve: 'approve',
  call: 'flow',
  parallel: 'parallel',
  set: 'set',
  stop: 'stop',
} as const satisfies Record<Step['kind'], string>;

/** Every step of a program, branches included, in the order of the document. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...listsOf(step).flatMap(allSteps)]);
}

export function findStep(steps: readonly Step[], id: string): Step | undefined {
  return allSteps(steps).find((step) => step.id === id && step.kind !== 'batch');
}

export function hasStep(steps: readonly Step[], id: string): boolean {
  return findStep(steps, id) !== undefined;
}

/**
 * The ids of what may run at the same time as a step: all in the other branches of each `parallel`
 * around it.
 */
export function stepsBeside(steps: readonly Step[], id: string): string[] {
  for (const step of steps) {
    const own = listsOf(step).find((list) => hasStep(list, id));
    if (!own) continue;
    const others = step.kind === 'parallel' ? step.branches.filter((list) => list !== own) : [];
    return [...others.flatMap(bodySteps), ...stepsBeside(own, id)];
  }
  return [];
}

/** The ids of every step in a list. */
export function bodySteps(steps: readonly Step[]): string[] {
  return allSteps(steps).map(({ id }) => id);
}

/** The loops around a step, from the outermost inwards; null when there is no such step. */
export function loopsAround(
  steps: readonly Step[],
  id: string,
): { id: string; max: number }[] | null {
  for (const step of steps) {
    if (step.id === id && step.kind !== 'batch') return [];
    for (const list of listsOf(step)) {
      const inner = loopsAround(list, id);
      if (inner) return step.kind === 'for' ? [{ id: step.id, max: step.max }, ...inner] : inner;
    }
  }
  return null;
}

/** One loop about a step, at its item `index`. */
export interface LoopPlace {
  id: string;
  max: number;
  index: number;
  /** Which time round the loop itself is, in those about it. */
  iteration: number;
}

/**
 * Where a step stands in the loops about it: `iteration` counts their items as digits of a number,
 * each with as many values as its loop may have items.
 */
export function turnsOf(
  loops: readonly { id: string; max: number }[],
  iteration: number,
): LoopPlace[] {
  let rest = iteration;
  const turns: LoopPlace[] = [];
  for (const { id, max } of loops.toReversed()) {
    const index = rest % max;
    rest = Math.floor(rest / max);
    turns.unshift({ id, max, index, iteration: rest });
  }
  return turns;
}
