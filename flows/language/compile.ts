import type { CompiledFlow, RetryPlan, Step } from '../engine/definition';
import type { ActionCatalogue } from './action-catalogue';
import { compileCondition, compileTrigger, type IdOf } from './conditions';
import type { ActionStepDocument, FlowDocument, StepDocument } from './document';
import { parseDuration } from './duration';
import { isAction, isIf, isWait, placedSteps } from './steps';

/** A checked document as the engine matches and runs it. */
export function compileFlow(
  document: FlowDocument,
  actions: ActionCatalogue,
  idOf: IdOf,
): CompiledFlow {
  const compileSteps = (steps: StepDocument[] | undefined): Step[] =>
    (steps ?? []).map((step): Step => {
      if (isAction(step)) return compileAction(step, actions);
      if (isIf(step)) {
        return {
          kind: 'if',
          id: step.id,
          when: compileCondition(step.if.when, idOf),
          then: compileSteps(step.if.then),
          else: compileSteps(step.if.else),
        };
      }
      if (!isWait(step)) return { kind: 'stop', id: step.id };
      return {
        kind: 'wait',
        id: step.id,
        forMs: step.wait.for === undefined ? null : parseDuration(step.wait.for),
        until: (step.wait.until ?? []).map((trigger) => compileTrigger(trigger, idOf)),
        onEvent: compileSteps(step.onEvent),
        onTimeout: compileSteps(step.onTimeout),
      };
    });

  const inputs = placedSteps(document).flatMap(({ step }) =>
    isAction(step) ? [[step.id, step.with ?? {}] as const] : [],
  );
  return {
    slug: document.flow,
    triggers: document.on.map((trigger) => compileTrigger(trigger, idOf)),
    program: { engine: 1, steps: compileSteps(document.steps) },
    inputs: Object.fromEntries(inputs),
  };
}

function compileAction(step: ActionStepDocument, actions: ActionCatalogue): Step {
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
    onError: step.onError ?? 'stop',
  };
}
