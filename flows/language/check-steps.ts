import type { Problem } from '../../domain/domain-error';
import { dynamicProblems, valueProblems } from '../values/check-value';
import { dynamicOf, dynamicPlaces } from '../values/value';
import { conditionProblems } from './check-conditions';
import type {
  ActionStepDocument,
  ApproveStepDocument,
  CallStepDocument,
  ForStepDocument,
  SwitchStepDocument,
  WaitStepDocument,
} from './document';
import { wrongInput } from './inputs';
import { fieldsAt, hasTicket, variablesAt, type Checked } from './known-here';
import {
  branchesOf,
  isAction,
  isApprove,
  isCall,
  isFor,
  isIf,
  isSet,
  isStop,
  isSwitch,
  isWait,
  type PlacedStep,
} from './steps';
import { suggestion } from './suggest';

/** Everything wrong with one step, the steps in its branches left out. */
export function stepProblems(placed: PlacedStep, checked: Checked): Problem[] {
  const { step, path } = placed;
  return [...ownProblems(placed, checked), ...neverReached(step, path)];
}

function ownProblems(placed: PlacedStep, checked: Checked): Problem[] {
  const { step, path } = placed;
  if (isAction(step)) return actionProblems(step, placed, checked);
  if (isIf(step))
    return conditionProblems(step.if.when, `${path}.if.when`, fieldsAt(placed, checked));
  if (isSwitch(step)) return switchProblems(step, placed, checked);
  if (isFor(step)) return loopProblems(step, placed, checked);
  if (isWait(step)) return waitProblems(step, placed, checked);
  if (isCall(step)) return callProblems(step, placed, checked);
  if (isApprove(step)) return approveProblems(step, placed, checked);
  if (isSet(step)) return inValue(step.set, `${path}.set`, placed, checked);
  if (isStop(step) && step.stop.reason !== undefined) {
    return inValue({ template: step.stop.reason }, `${path}.stop.reason`, placed, checked);
  }
  return [];
}

function actionProblems(step: ActionStepDocument, placed: PlacedStep, checked: Checked): Problem[] {
  const { path } = placed;
  const { actions, document, installation } = checked;
  const action = actions.find(step.use);
  if (!action) {
    const message = `there is no action "${step.use}".${suggestion(step.use, actions.uses())}`;
    return [{ path: `${path}.use`, message }];
  }
  if (action.needsTicket && !hasTicket(document)) {
    const message = `"${step.use}" works on a ticket, and not every run of this Flow has one; call a Flow with "ticket" for each, or begin this one by an event of a ticket`;
    return [{ path: `${path}.use`, message }];
  }
  const inputs = step.with ?? {};
  const wrong = action.inputProblems(inputs, installation.fields);
  const variables = variablesAt(placed, checked);
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

function switchProblems(step: SwitchStepDocument, placed: PlacedStep, checked: Checked): Problem[] {
  const path = `${placed.path}.switch`;
  const seen = new Set<unknown>();
  const doubled = step.switch.cases.flatMap(({ is }, index) =>
    (Array.isArray(is) ? is : [is]).flatMap((value) => {
      if (!seen.has(value)) {
        seen.add(value);
        return [];
      }
      const message = `${JSON.stringify(value)} has a case before this one; take it out of one of them`;
      return [{ path: `${path}.cases.${index}.is`, message }];
    }),
  );
  return [...inValue(step.switch.on, `${path}.on`, placed, checked), ...doubled];
}

/** The idempotency keys of a step count its times round, all loops about it together. */
const mostTimesRound = 2_000_000_000;
/** Beside others a loop cannot begin a new history, so it must be short. */
const mostBesideOthers = 200;

function loopProblems(step: ForStepDocument, placed: PlacedStep, checked: Checked): Problem[] {
  const path = `${placed.path}.for`;
  const { each, max } = step.for;
  const rounds = roundsOf(placed.loops, max);
  return [
    ...inValue(each, `${path}.each`, placed, checked),
    ...(isListOrDynamic(each)
      ? []
      : [{ path: `${path}.each`, message: 'give a list, or a value that comes to one' }]),
    ...(rounds > mostTimesRound
      ? [
          {
            path: `${path}.max`,
            message: `with the loops about it this goes round up to ${rounds} times; lower one of the bounds`,
          },
        ]
      : []),
    ...(placed.inParallel && roundsOf(placed.loopsBeside, max) > mostBesideOthers
      ? [
          {
            path: `${path}.max`,
            message: `beside other branches a loop takes at most ${mostBesideOthers} items, with those in it; lower it, or put the loop outside of "parallel"`,
          },
        ]
      : []),
  ];
}

/** How often at most the steps of a loop are done, with those about it. */
function roundsOf(loops: readonly ForStepDocument[], max: number): number {
  return loops.reduce((product, loop) => product * loop.for.max, max);
}

function isListOrDynamic(value: unknown): boolean {
  return Array.isArray(value) || isDynamic(value);
}

function isDynamic(value: unknown): boolean {
  return dynamicOf(value) !== null;
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-/.test(value) && !Number.isNaN(Date.parse(value));
}

function waitProblems(step: WaitStepDocument, placed: PlacedStep, checked: Checked): Problem[] {
  const { path } = placed;
  const { for: time, at, calendar, until } = step.wait;
  const known = {
    ...fieldsAt(placed, checked),
    kinds: ['ticket' as const],
    outputs: new Map(),
    vars: [],
    inputs: [],
    item: false,
  };
  const problems = (until ?? []).flatMap(({ when }, index) =>
    when ? conditionProblems(when, `${path}.wait.until.${index}.when`, known) : [],
  );
  if (at !== undefined) problems.push(...inValue(at, `${path}.wait.at`, placed, checked));
  if (at !== undefined && !isDynamic(at) && !isMoment(at)) {
    const message = 'write a time such as 2026-11-23T09:00:00Z, or a value that comes to one';
    problems.push({ path: `${path}.wait.at`, message });
  }
  if (until && !hasTicket(checked.document)) {
    const message =
      'these are events of a ticket, and not every run of this Flow has one; wait for a time';
    problems.push({ path: `${path}.wait.until`, message });
  }
  if (calendar !== undefined && time === undefined && at === undefined) {
    const message = 'add "for" or "at": a calendar says which time counts';
    problems.push({ path: `${path}.wait.calendar`, message });
  }
  if (step.onEvent && !until) {
    problems.push({ path: `${path}.onEvent`, message: 'add "until": this wait has no events' });
  }
  if (step.onTimeout && time === undefined && at === undefined) {
    const message = 'add "for" or "at": this wait never times out';
    problems.push({ path: `${path}.onTimeout`, message });
  }
  return problems;
}

function callProblems(step: CallStepDocument, placed: PlacedStep, checked: Checked): Problem[] {
  const { path } = placed;
  const { document, installation } = checked;
  const given = step.with ?? {};
  const problems = [
    ...inValue(given, `${path}.with`, placed, checked),
    ...(step.ticket === undefined ? [] : inValue(step.ticket, `${path}.ticket`, placed, checked)),
  ];
  if (step.flow === document.flow) {
    const message = 'a Flow cannot call itself; name another one';
    return [...problems, { path: `${path}.flow`, message }];
  }
  const called = installation.callable?.get(step.flow);
  if (!called) return problems;
  if (callsBack(step.flow, document.flow, installation)) {
    const message = `"${step.flow}" leads back to this Flow by its own calls; a Flow cannot call itself`;
    problems.push({ path: `${path}.flow`, message });
  }
  const names = called.inputs.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const message = `"${step.flow}" has no input "${name}".${suggestion(name, names)}`;
    problems.push({ path: `${path}.with.${name}`, message });
  }
  for (const input of called.inputs) {
    const value = given[input.name];
    const at = `${path}.with.${input.name}`;
    if (value === undefined) {
      if (!input.required || input.default !== undefined) continue;
      problems.push({ path: at, message: `"${step.flow}" needs the input "${input.name}"` });
    } else if (dynamicPlaces(value).length === 0) {
      const wrong = wrongInput(input, value);
      if (wrong) problems.push({ path: at, message: wrong });
    }
  }
  return problems;
}

function callsBack(slug: string, to: string, { callable }: Checked['installation']): boolean {
  const seen = new Set<string>();
  const look = (at: string): boolean => {
    if (at === to) return true;
    if (seen.has(at)) return false;
    seen.add(at);
    return callable?.get(at)?.calls.some(look) ?? false;
  };
  return look(slug);
}

function approveProblems(
  step: ApproveStepDocument,
  placed: PlacedStep,
  checked: Checked,
): Problem[] {
  const path = `${placed.path}.approve`;
  const { text, for: time, default: usual } = step.approve;
  const problems = inValue({ template: text }, `${path}.text`, placed, checked);
  if (usual !== undefined && time === undefined) {
    const message = 'add "for": without a time there is always an answer';
    problems.push({ path: `${path}.default`, message });
  }
  return problems;
}

function inValue(value: unknown, path: string, placed: PlacedStep, checked: Checked): Problem[] {
  return valueProblems(value, variablesAt(placed, checked)).map(({ path: at, message }) => ({
    path: at === '' ? path : `${path}.${at}`,
    message,
  }));
}

/** What stands after a stop, in any of the step's own lists. */
function neverReached(step: PlacedStep['step'], path: string): Problem[] {
  return branchesOf(step).flatMap(([branch, list]) => afterStop(list, `${path}.${branch}`));
}

/** The steps of a list that a stop before them keeps from being reached. */
export function afterStop(list: readonly PlacedStep['step'][], path: string): Problem[] {
  const stop = list.findIndex(isStop);
  if (stop < 0 || stop === list.length - 1) return [];
  const message = `"${list[stop]!.id}" ends the run before this; move it behind, or into a branch`;
  return [{ path: `${path}.${stop + 1}`, message }];
}
