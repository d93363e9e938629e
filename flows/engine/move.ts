import type { Program, Step } from './definition';
import { listsOf } from './tree';

/**
 * Why a run that waits at these steps cannot go on with another program, or null: it can. Each step
 * must be there, of the same kind, and in the same loops and branches, since a loop counts its items
 * by its bound.
 */
export function whyNotMove(
  from: Program,
  to: Program,
  waitsAt: readonly string[],
): { step: string; why: 'gone' | 'of-another-kind' | 'elsewhere' } | null {
  for (const step of waitsAt) {
    const before = placeOf(from.steps, step);
    const after = placeOf(to.steps, step);
    if (!after) return { step, why: 'gone' };
    if (before?.kind !== after.kind) return { step, why: 'of-another-kind' };
    if (before.around.join() !== after.around.join()) return { step, why: 'elsewhere' };
  }
  return null;
}

/** A step's kind, and the loops and parallel steps about it. */
function placeOf(
  steps: readonly Step[],
  id: string,
  around: readonly string[] = [],
): { kind: Step['kind']; around: readonly string[] } | null {
  for (const step of steps) {
    if (step.id === id && step.kind !== 'batch') return { kind: step.kind, around };
    for (const list of listsOf(step)) {
      const found = placeOf(list, id, [...around, ...markOf(step)]);
      if (found) return found;
    }
  }
  return null;
}

function markOf(step: Step): string[] {
  if (step.kind === 'for') return [`for ${step.id} ${step.max}`];
  return step.kind === 'parallel' ? [`parallel ${step.id} ${step.until}`] : [];
}
