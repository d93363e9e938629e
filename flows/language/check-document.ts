import type { Problem } from '../../domain/domain-error';
import type { ActionCatalogue } from './action-catalogue';
import { beginningProblems } from './check-beginnings';
import { referencesOf } from './check-conditions';
import { afterStop, stepProblems } from './check-steps';
import type { Reference } from './conditions';
import type { FlowDocument } from './document';
import type { Installation } from './installation';
import { isAction, isApprove, isCall, isIf, isWait, placedSteps, type PlacedStep } from './steps';

/**
 * Everything wrong with what a well-formed document says: unknown actions, inputs of the wrong
 * type, unknown variables in values, fields and operators that do not fit, ids used twice, steps
 * that nothing leads to.
 */
export function documentProblems(
  document: FlowDocument,
  actions: ActionCatalogue,
  installation: Installation,
): Problem[] {
  const steps = placedSteps(document);
  return [
    ...beginningProblems(document, actions, installation),
    ...doubledIds(steps),
    ...tooManySteps(steps),
    ...afterStop(document.steps, 'steps'),
    ...steps.flatMap((placed) => stepProblems(placed, { document, actions, installation })),
  ];
}

/** What a document names that is to be looked up: agents, teams, calendars, Flows and more. */
export function referencesIn(document: FlowDocument, actions: ActionCatalogue): Reference[] {
  const fromTriggers = document.on.flatMap((trigger, index) =>
    'event' in trigger && trigger.when ? referencesOf(trigger.when, `on.${index}.when`) : [],
  );
  return [
    ...fromTriggers,
    ...placedSteps(document).flatMap((placed) => referencesOfStep(placed, actions)),
  ];
}

function referencesOfStep({ step, path }: PlacedStep, actions: ActionCatalogue): Reference[] {
  if (isIf(step)) return referencesOf(step.if.when, `${path}.if.when`);
  if (isWait(step)) {
    const { calendar, until = [] } = step.wait;
    return [
      ...until.flatMap(({ when }, index) =>
        when ? referencesOf(when, `${path}.wait.until.${index}.when`) : [],
      ),
      ...(calendar === undefined
        ? []
        : [{ path: `${path}.wait.calendar`, to: 'calendar' as const, name: calendar }]),
    ];
  }
  if (isApprove(step)) {
    return step.approve.by.map((name, index) => ({
      path: `${path}.approve.by.${index}`,
      to: 'people' as const,
      name,
    }));
  }
  if (isCall(step)) return [{ path: `${path}.flow`, to: 'flow', name: step.flow }];
  if (!isAction(step)) return [];
  const found = actions.find(step.use)?.references(step.with ?? {}) ?? [];
  return found.map((reference) => ({ ...reference, path: `${path}.with.${reference.path}` }));
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

const mostSteps = 1_000;

function tooManySteps(steps: PlacedStep[]): Problem[] {
  if (steps.length <= mostSteps) return [];
  const message = `a Flow has at most ${mostSteps} steps and this one ${steps.length}; move some into a Flow of their own and call it`;
  return [{ path: 'steps', message }];
}
