import type {
  ActionStepDocument,
  FlowDocument,
  IfStepDocument,
  StepDocument,
  StopStepDocument,
  WaitStepDocument,
} from './document';

export const isAction = (step: StepDocument): step is ActionStepDocument => 'use' in step;
export const isIf = (step: StepDocument): step is IfStepDocument => 'if' in step;
export const isWait = (step: StepDocument): step is WaitStepDocument => 'wait' in step;
export const isStop = (step: StepDocument): step is StopStepDocument => 'stop' in step;

export interface PlacedStep {
  step: StepDocument;
  /** Where it stands, dotted: `steps.2.if.then.0`. */
  path: string;
  /** The steps that have run, or been passed by, when this one is reached. */
  before: StepDocument[];
}

/** Every step of a document, branches included, in order. */
export function placedSteps(document: FlowDocument): PlacedStep[] {
  return placedIn(document.steps, 'steps', []);
}

function placedIn(steps: StepDocument[], path: string, above: StepDocument[]): PlacedStep[] {
  const placed: PlacedStep[] = [];
  const before = [...above];
  steps.forEach((step, index) => {
    const here = `${path}.${index}`;
    placed.push({ step, path: here, before: [...before] });
    before.push(step);
    for (const [branch, list] of branchesOf(step)) {
      const inner = placedIn(list, `${here}.${branch}`, before);
      placed.push(...inner);
      before.push(...inner.map((one) => one.step));
    }
  });
  return placed;
}

function branchesOf(step: StepDocument): [string, StepDocument[]][] {
  if (isIf(step)) {
    return [
      ['if.then', step.if.then],
      ['if.else', step.if.else ?? []],
    ];
  }
  if (!isWait(step)) return [];
  return [
    ['onEvent', step.onEvent ?? []],
    ['onTimeout', step.onTimeout ?? []],
  ];
}
