// Loaded by workflows: what a run does next must be the same at every replay.
import type { Program, Step } from './definition';

export type Branch = 'then' | 'else' | 'onEvent' | 'onTimeout';

/** A place in a program: from the outermost list inwards, which step, and which branch of it. */
export type Place = { index: number; branch?: Branch }[];

/** The first place, or null when there is nothing to do. */
export function firstPlace(program: Program): Place | null {
  return program.steps.length > 0 ? [{ index: 0 }] : null;
}

export function stepAt(program: Program, place: Place): Step {
  let steps = program.steps;
  let step: Step | undefined;
  for (const { index, branch } of place) {
    step = steps[index];
    if (branch && step) steps = branchOf(step, branch);
  }
  if (!step) throw new RangeError('no step at this place');
  return step;
}

/** The place after a step: its next neighbour, or what follows the step around it; null: the end. */
export function placeAfter(program: Program, place: Place): Place | null {
  for (let depth = place.length; depth > 0; depth -= 1) {
    const outer = place.slice(0, depth - 1);
    const { index } = place[depth - 1]!;
    const list = outer.length === 0 ? program.steps : listAt(program, outer);
    if (index + 1 < list.length) return [...outer, { index: index + 1 }];
  }
  return null;
}

/** The first place in a branch of the step here, or the place after it when the branch is empty. */
export function placeIn(program: Program, place: Place, branch: Branch): Place | null {
  const steps = branchOf(stepAt(program, place), branch);
  if (steps.length === 0) return placeAfter(program, place);
  return [...place.slice(0, -1), { index: place.at(-1)!.index, branch }, { index: 0 }];
}

/** Every step of a program, branches included, in the order of the document. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [
    step,
    ...branches.flatMap((branch) => allSteps(branchOf(step, branch))),
  ]);
}

const branches = ['then', 'else', 'onEvent', 'onTimeout'] as const satisfies readonly Branch[];

function listAt(program: Program, outer: Place): Step[] {
  return branchOf(stepAt(program, outer), outer.at(-1)!.branch!);
}

function branchOf(step: Step, branch: Branch): Step[] {
  if (step.kind === 'if' && (branch === 'then' || branch === 'else')) return step[branch];
  if (step.kind === 'wait' && (branch === 'onEvent' || branch === 'onTimeout')) return step[branch];
  return [];
}
