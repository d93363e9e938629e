import type {
  ActionStep,
  CompiledFlow,
  FlowInput,
  FlowSettings,
  RetryPlan,
  Step,
  WaitStep,
} from '../engine/definition';
import type { ActionCatalogue } from './action-catalogue';
import { batched } from './batch';
import { compileCondition, compileTrigger, type IdOf } from './conditions';
import type {
  ActionStepDocument,
  FlowDocument,
  FlowInputDocument,
  JsonValue,
  StepDocument,
  TriggerDocument,
  WaitStepDocument,
} from './document';
import { parseDuration } from './duration';
import type { CallableFlow } from './installation';
import { asksOutside } from './outside';
import {
  isAction,
  isApprove,
  isCall,
  isFor,
  isIf,
  isParallel,
  isSet,
  isStop,
  isSwitch,
  isWait,
  placedSteps,
} from './steps';

/** A checked document as the engine matches and runs it. */
export function compileFlow(
  document: FlowDocument,
  actions: ActionCatalogue,
  idOf: IdOf,
): CompiledFlow {
  const compileSteps = (steps: StepDocument[] | undefined): Step[] =>
    batched((steps ?? []).map(compileStep), actions);

  const errorBranch = ({
    onError = 'stop',
  }: {
    onError?: 'stop' | 'continue' | StepDocument[] | undefined;
  }): Pick<ActionStep, 'onError' | 'onErrorSteps'> =>
    Array.isArray(onError)
      ? { onError: 'branch', onErrorSteps: compileSteps(onError) }
      : { onError };

  const compileStep = (step: StepDocument): Step => {
    const { id } = step;
    if (isAction(step)) return { ...compileAction(step, actions), ...errorBranch(step) };
    if (isIf(step)) {
      const when = compileCondition(step.if.when, idOf);
      return {
        kind: 'if',
        id,
        when,
        ...(asksOutside(when, document, actions) ? { outside: true } : {}),
        then: compileSteps(step.if.then),
        else: compileSteps(step.if.else),
      };
    }
    if (isSwitch(step)) {
      const cases = step.switch.cases.map(({ is, do: steps }) => ({
        is: Array.isArray(is) ? is : [is],
        steps: compileSteps(steps),
      }));
      return { kind: 'switch', id, cases, else: compileSteps(step.switch.else) };
    }
    if (isFor(step)) {
      return { kind: 'for', id, max: step.for.max, steps: compileSteps(step.for.do) };
    }
    if (isWait(step)) {
      return {
        ...compileWait(step, idOf),
        onEvent: compileSteps(step.onEvent),
        onTimeout: compileSteps(step.onTimeout),
      };
    }
    if (isParallel(step)) {
      const { branches, until = 'all' } = step.parallel;
      return { kind: 'parallel', id, branches: branches.map(compileSteps), until };
    }
    if (isCall(step)) return { kind: 'call', id, flow: step.flow, ...errorBranch(step) };
    if (isApprove(step)) {
      return {
        kind: 'approve',
        id,
        onApprove: compileSteps(step.onApprove),
        onReject: compileSteps(step.onReject),
      };
    }
    if (isSet(step)) return { kind: 'set', id };
    return { kind: 'stop', id, outcome: step.stop.outcome };
  };

  const settings = compileSettings(document);
  const { outputs } = document;
  return {
    slug: document.flow,
    triggers: document.on.flatMap((trigger) =>
      'event' in trigger ? [compileTrigger(trigger, idOf)] : [],
    ),
    ...beginnings(document.on),
    program: {
      engine: 2,
      steps: compileSteps(document.steps),
      ...(endsApart(document) ? { endsApart: true } : {}),
    },
    inputs: Object.fromEntries(
      placedSteps(document).flatMap(({ step }) => {
        const said = inputsOf(step, idOf);
        return said ? [[step.id, said]] : [];
      }),
    ),
    ...(settings ? { settings } : {}),
    ...(outputs ? { outputs } : {}),
  };
}

function compileAction(
  step: ActionStepDocument,
  actions: ActionCatalogue,
): Omit<ActionStep, 'onError' | 'onErrorSteps'> {
  const action = actions.find(step.use)!;
  const firstPauseMs = step.retry?.firstPause && parseDuration(step.retry.firstPause);
  const retry: RetryPlan = {
    ...action.retry,
    ...(step.retry ? { maximumAttempts: step.retry.attempts } : {}),
    ...(firstPauseMs ? { initialIntervalMs: firstPauseMs } : {}),
  };
  retry.maximumIntervalMs = Math.max(retry.maximumIntervalMs, retry.initialIntervalMs);
  return {
    kind: 'action',
    id: step.id,
    use: step.use,
    timeoutMs: (step.timeout && parseDuration(step.timeout)) || action.timeoutMs,
    retry,
  };
}

function compileWait(
  { id, wait }: WaitStepDocument,
  idOf: IdOf,
): Omit<WaitStep, 'onEvent' | 'onTimeout'> {
  return {
    kind: 'wait',
    id,
    forMs: wait.for === undefined ? null : parseDuration(wait.for),
    ...(wait.at === undefined && wait.calendar === undefined ? {} : { moment: true }),
    until: (wait.until ?? []).map((trigger) => compileTrigger(trigger, idOf)),
  };
}

/** What a document takes and answers when another Flow calls it; null: it cannot be called. */
export function callableAs(document: FlowDocument): CallableFlow | null {
  const { called } = beginnings(document.on);
  if (!called) return null;
  const calls = placedSteps(document).flatMap(({ step }) => (isCall(step) ? [step.flow] : []));
  return { inputs: called.inputs, outputs: Object.keys(document.outputs ?? {}), calls };
}

/** What a step says in values, for the activities that render them. */
function inputsOf(step: StepDocument, idOf: IdOf): Record<string, JsonValue> | null {
  if (isAction(step)) return step.with ?? {};
  if (isCall(step)) return defined({ flow: step.flow, with: step.with ?? {}, ticket: step.ticket });
  if (isSwitch(step)) return { on: step.switch.on };
  if (isFor(step)) return { each: step.for.each };
  if (isSet(step)) return step.set;
  if (isApprove(step)) return defined(step.approve);
  if (isStop(step)) return step.stop.reason === undefined ? null : { reason: step.stop.reason };
  if (!isWait(step)) return null;
  const { at, calendar } = step.wait;
  if (calendar === undefined) return at === undefined ? null : { at };
  return defined({ at, calendar: idOf('calendar', calendar) });
}

function defined(of: Record<string, JsonValue | undefined>): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(of).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

function beginnings(
  triggers: readonly TriggerDocument[],
): Pick<CompiledFlow, 'schedules' | 'webhook' | 'manual' | 'called'> {
  const schedules = triggers.flatMap((trigger) =>
    'schedule' in trigger ? [{ cron: trigger.schedule, timeZone: trigger.timeZone ?? 'UTC' }] : [],
  );
  const manual = triggers.find((trigger) => 'manual' in trigger)?.manual;
  const called = triggers.find((trigger) => 'called' in trigger)?.called;
  return {
    ...(schedules.length > 0 ? { schedules } : {}),
    ...(triggers.some((trigger) => 'webhook' in trigger) ? { webhook: true } : {}),
    ...(manual ? { manual: { title: manual.title, inputs: compileInputs(manual.inputs) } } : {}),
    ...(called ? { called: { inputs: compileInputs(called.inputs) } } : {}),
  };
}

function compileInputs(inputs: readonly FlowInputDocument[] = []): FlowInput[] {
  return inputs.map(({ name, title, type, required = false, options, default: usual }) => ({
    ...{ name, title, type, required },
    ...(options ? { options } : {}),
    ...(usual === undefined ? {} : { default: usual }),
  }));
}

function compileSettings({ settings = {} }: FlowDocument): FlowSettings | null {
  const { concurrency, budget, ownChanges } = settings;
  const compiled: FlowSettings = {
    ...(concurrency ? { concurrency } : {}),
    ...(budget ? { runsPerHour: budget.runs } : {}),
    ...(ownChanges === 'react' ? { reactsToItself: true } : {}),
  };
  return Object.keys(compiled).length > 0 ? compiled : null;
}

/** Whoever called it, or waits for its turn, hears of the end. */
function endsApart({ on, outputs, settings }: FlowDocument): boolean {
  return (
    outputs !== undefined ||
    settings?.concurrency !== undefined ||
    on.some((trigger) => 'called' in trigger)
  );
}
