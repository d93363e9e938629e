import type { Problem } from '../../domain/domain-error';
import type { CustomConditionField } from '../engine/fields';
import { variablesFor } from '../templates/variables';
import { dynamicProblems } from '../values/check-value';
import type { ActionCatalogue } from './action-catalogue';
import { conditionProblems, referencesOf, type KnownOutputs } from './check-conditions';
import type { Reference } from './conditions';
import type { ActionStepDocument, FlowDocument, StepDocument, WaitStepDocument } from './document';
import { isAction, isIf, isWait, placedSteps, type PlacedStep } from './steps';
import { suggestion } from './suggest';

export const waitOutputs = ['outcome', 'event'] as const;

/**
 * Everything wrong with what a well-formed document says: unknown actions, inputs of the wrong
 * type, unknown variables in templates, fields and operators that do not fit, ids used twice.
 */
export function documentProblems(
  document: FlowDocument,
  actions: ActionCatalogue,
  fields: readonly CustomConditionField[] = [],
): Problem[] {
  const steps = placedSteps(document);
  return [
    ...document.on.flatMap((trigger, index) =>
      'event' in trigger && trigger.when
        ? conditionProblems(trigger.when, `on.${index}.when`, { custom: fields })
        : [],
    ),
    ...doubledIds(steps),
    ...steps.flatMap((placed) => stepProblems(placed, actions, fields)),
  ];
}

/** The agents and teams that a document names. */
export function referencesIn(document: FlowDocument, actions: ActionCatalogue): Reference[] {
  const fromTriggers = document.on.flatMap((trigger, index) =>
    'event' in trigger && trigger.when ? referencesOf(trigger.when, `on.${index}.when`) : [],
  );
  const fromSteps = placedSteps(document).flatMap(({ step, path }) => {
    if (isIf(step)) return referencesOf(step.if.when, `${path}.if.when`);
    if (isWait(step)) {
      return (step.wait.until ?? []).flatMap(({ when }, index) =>
        when ? referencesOf(when, `${path}.wait.until.${index}.when`) : [],
      );
    }
    if (!isAction(step)) return [];
    const found = actions.find(step.use)?.references(step.with ?? {}) ?? [];
    return found.map((reference) => ({ ...reference, path: `${path}.with.${reference.path}` }));
  });
  return [...fromTriggers, ...fromSteps];
}

function doubledIds(steps: PlacedStep[]): Problem[] {
  const seen = new Set<string>();
  return steps.flatMap(({ step, path }) => {
    if (!seen.has(step.id)) {
      seen.add(step.id);
      return [];
    }
    return [{ path: `${path}.id`, message: `another step has the id "${step.id}"; choose one` }];
  });
}

function stepProblems(
  { step, path, before }: PlacedStep,
  actions: ActionCatalogue,
  fields: readonly CustomConditionField[],
): Problem[] {
  const outputs = outputsOf(before, actions);
  if (isIf(step))
    return conditionProblems(step.if.when, `${path}.if.when`, { custom: fields, outputs });
  if (isWait(step)) return waitProblems(step, path, fields);
  if (isAction(step)) return actionProblems(step, path, actions, outputs, fields);
  return [];
}

function waitProblems(
  step: WaitStepDocument,
  path: string,
  fields: readonly CustomConditionField[],
): Problem[] {
  const problems = (step.wait.until ?? []).flatMap(({ when }, index) =>
    when ? conditionProblems(when, `${path}.wait.until.${index}.when`, { custom: fields }) : [],
  );
  if (step.onEvent && !step.wait.until) {
    problems.push({ path: `${path}.onEvent`, message: 'add "until": this wait has no events' });
  }
  if (step.onTimeout && !step.wait.for) {
    problems.push({ path: `${path}.onTimeout`, message: 'add "for": this wait never times out' });
  }
  return problems;
}

function actionProblems(
  step: ActionStepDocument,
  path: string,
  actions: ActionCatalogue,
  outputs: KnownOutputs,
  fields: readonly CustomConditionField[],
): Problem[] {
  const action = actions.find(step.use);
  if (!action) {
    const message = `there is no action "${step.use}".${suggestion(step.use, actions.uses())}`;
    return [{ path: `${path}.use`, message }];
  }
  const inputs = step.with ?? {};
  const wrong = action.inputProblems(inputs);
  const variables = variablesFor({ customFields: fields, outputs });
  const inValues = action
    .values(inputs)
    .flatMap(({ path: at, ...dynamic }) =>
      dynamicProblems(dynamic, variables).map((message) => ({ path: at, message })),
    );
  return [...wrong, ...inValues].map(({ path: at, message }) => ({
    path: [path, 'with', at].filter((part) => part !== '').join('.'),
    message,
  }));
}

function outputsOf(before: StepDocument[], actions: ActionCatalogue): KnownOutputs {
  return new Map(
    before.flatMap((step): [string, readonly string[]][] => {
      if (isWait(step)) return [[step.id, waitOutputs]];
      if (!isAction(step)) return [];
      return [[step.id, actions.find(step.use)?.outputs ?? []]];
    }),
  );
}
