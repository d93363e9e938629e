import type {
  ActionStepDocument,
  ApproveStepDocument,
  CallStepDocument,
  FlowDocument,
  ForStepDocument,
  IfStepDocument,
  ParallelStepDocument,
  SetStepDocument,
  StepDocument,
  StopStepDocument,
  SwitchStepDocument,
  WaitStepDocument,
} from './document';

export const isAction = (step: StepDocument): step is ActionStepDocument => 'use' in step;
export const isIf = (step: StepDocument): step is IfStepDocument => 'if' in step;
export const isSwitch = (step: StepDocument): step is SwitchStepDocument => 'switch' in step;
export const isFor = (step: StepDocument): step is ForStepDocument => 'for' in step;
export const isWait = (step: StepDocument): step is WaitStepDocument => 'wait' in step;
export const isParallel = (step: StepDocument): step is ParallelStepDocument => 'parallel' in step;
export const isCall = (step: StepDocument): step is CallStepDocument => 'flow' in step;
export const isApprove = (step: StepDocument): step is ApproveStepDocument => 'approve' in step;
export const isSet = (step: StepDocument): step is SetStepDocument => 'set' in step;
export const isStop = (step: StepDocument): step is StopStepDocument => 'stop' in step;

export interface PlacedStep {
  step: StepDocument;
  /** Where it stands, dotted: `steps.2.if.then.0`. */
  path: string;
  /** The steps that have run, or been passed by, when this one is reached. */
  before: StepDocument[];
  /** The loops around it, from the outermost inwards. */
  loops: ForStepDocument[];
  /** It stands in a branch that runs beside others. */
  inParallel: boolean;
  /** Those of the loops that stand in that branch too. */
  loopsBeside: ForStepDocument[];
}

/** Every step of a document, branches included, in order. */
export function placedSteps(document: FlowDocument): PlacedStep[] {
  return placedIn(document.steps, {
    path: 'steps',
    before: [],
    loops: [],
    inParallel: false,
    loopsBeside: [],
  });
}

function placedIn(
  steps: StepDocument[],
  { path, before: above, loops, inParallel, loopsBeside }: Omit<PlacedStep, 'step'>,
): PlacedStep[] {
  const placed: PlacedStep[] = [];
  const before = [...above];
  steps.forEach((step, index) => {
    const here = `${path}.${index}`;
    placed.push({ step, path: here, before: [...before], loops, inParallel, loopsBeside });
    before.push(step);
    const reached = [...before];
    for (const [branch, list] of branchesOf(step)) {
      const inner = placedIn(list, {
        path: `${here}.${branch}`,
        // Of branches only one is gone through, or they run beside each other.
        before: reached,
        loops: isFor(step) ? [...loops, step] : loops,
        inParallel: inParallel || isParallel(step),
        loopsBeside: inParallel && isFor(step) ? [...loopsBeside, step] : loopsBeside,
      });
      placed.push(...inner);
      // What stands in a loop has another answer each time, so nothing after it can ask for it.
      if (!isFor(step)) before.push(...inner.map((one) => one.step));
    }
  });
  return placed;
}

/** The lists of steps in a step, each with its place. */
export function branchesOf(step: StepDocument): [string, StepDocument[]][] {
  if (isIf(step))
    return some([
      ['if.then', step.if.then],
      ['if.else', step.if.else],
    ]);
  if (isSwitch(step)) {
    return some([
      ...step.switch.cases.map((one, index): Branch => [`switch.cases.${index}.do`, one.do]),
      ['switch.else', step.switch.else],
    ]);
  }
  if (isFor(step)) return [['for.do', step.for.do]];
  if (isParallel(step)) {
    return step.parallel.branches.map((list, index) => [`parallel.branches.${index}`, list]);
  }
  if (isWait(step))
    return some([
      ['onEvent', step.onEvent],
      ['onTimeout', step.onTimeout],
    ]);
  if (isApprove(step))
    return some([
      ['onApprove', step.onApprove],
      ['onReject', step.onReject],
    ]);
  if (isAction(step) || isCall(step)) {
    return Array.isArray(step.onError) ? [['onError', step.onError]] : [];
  }
  return [];
}

type Branch = [string, StepDocument[] | undefined];

function some(branches: Branch[]): [string, StepDocument[]][] {
  return branches.filter((branch): branch is [string, StepDocument[]] => branch[1] !== undefined);
}
