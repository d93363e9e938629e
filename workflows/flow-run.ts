// This file replays: no clock, no I/O, no library but the workflow SDK.
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import type {
  ActionActivities,
  ActionInput,
  FlowRunActivities,
  TrailEntry,
  WaitInput,
  WaitOutcome,
} from '../activities/contract/flow';
import type { ActionStep, IfStep, StepOutput, WaitStep } from '../flows/engine/definition';
import { evaluate, readsCustomFields, readsTicket } from '../flows/engine/evaluate';
import { firstPlace, placeAfter, placeIn, stepAt, type Place } from '../flows/engine/walk';
import { flowEventSignal, type FlowEventMessage, type FlowRunInput } from './messages';

const activities = proxyActivities<FlowRunActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
});

/**
 * A worker that was killed or a database that was away: tried again soon and for as long as it
 * takes. What others fail says itself when it wants to be tried again, and when no more.
 */
const ownTrouble = { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' } as const;

/** An attempt is over by itself in its time; this is for saying so. */
const answerMarginMs = 10_000;

/**
 * One run of a Flow: walks through the program of the version that it was started with, waits,
 * decides conditions, and asks for actions. Every effect and every record is an activity's.
 */
export async function flowRunWorkflow(input: FlowRunInput): Promise<void> {
  const run = new Run(input);
  try {
    await run.walk();
  } catch (error) {
    const status = isCancellation(error) ? 'cancelled' : 'failed';
    if (status === 'failed') log.warn('a Flow run failed', { run: input.runId });
    await CancellationScope.nonCancellable(() => run.end(status));
    // The row tells why; Temporal shows such a run as what it is.
    if (status === 'cancelled') throw error;
    throw ApplicationFailure.nonRetryable('the run failed', codeOf(error));
  }
}

class Run {
  private readonly outputs: Record<string, StepOutput> = {};
  private readonly told = new Set<string>();
  private trail: TrailEntry[] = [];
  private position = 0;
  private ended = false;

  constructor(private readonly input: FlowRunInput) {
    setHandler(defineSignal<[FlowEventMessage]>(flowEventSignal), ({ stepId, iteration }) => {
      this.told.add(`${stepId}/${iteration}`);
    });
  }

  async walk(): Promise<void> {
    const { program } = this.input;
    let place = firstPlace(program);
    while (place) {
      this.position += 1;
      place = await this.take(place);
    }
    if (!this.ended) await this.end('completed');
  }

  async end(status: 'completed' | 'failed' | 'cancelled'): Promise<void> {
    await activities['flow.end-run']({ runId: this.input.runId, status, ...this.takeTrail() });
  }

  /** Does the step here; answers the place of the next one, or null. */
  private async take(place: Place): Promise<Place | null> {
    const { program } = this.input;
    const step = stepAt(program, place);
    switch (step.kind) {
      case 'action':
        await this.act(step, placeAfter(program, place) === null);
        return placeAfter(program, place);
      case 'if':
        return placeIn(program, place, await this.choose(step));
      case 'wait': {
        const { outcome } = await this.wait(step);
        return placeIn(program, place, outcome === 'event' ? 'onEvent' : 'onTimeout');
      }
      case 'stop':
        this.trail.push({ kind: 'stop', stepId: step.id, position: this.position });
        return null;
    }
  }

  private async act(step: ActionStep, last: boolean): Promise<void> {
    const { timeoutMs, retry } = step;
    const action = proxyActivities<ActionActivities>({
      startToCloseTimeout: timeoutMs + answerMarginMs,
      heartbeatTimeout: '10 seconds',
      retry: ownTrouble,
    })[step.use]!;
    const input: ActionInput = {
      ...this.stepInput(step.id),
      timeoutMs,
      retry,
      ...(last ? { last } : {}),
    };
    try {
      this.outputs[step.id] = await action(input);
      this.ended = last;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const { id: stepId, use } = step;
      const code = codeOf(error);
      this.trail.push({ kind: 'failed', stepId, position: input.position, use, code });
      if (step.onError === 'stop') throw error;
    }
  }

  /** Conditions on the ticket ask about it as it is now; `changed…` about the event that began it all. */
  private async choose(step: IfStep): Promise<'then' | 'else'> {
    if (readsCustomFields(step.when)) {
      return (await activities['flow.decide'](this.stepInput(step.id))).branch;
    }
    const { event, ticket } = this.input;
    const facts = readsTicket(step.when)
      ? await activities['flow.read-facts']({ ticket })
      : this.input.facts;
    const verdict = evaluate(step.when, { event, facts, steps: this.outputs });
    const branch = verdict.holds ? 'then' : 'else';
    this.trail.push({ kind: 'if', stepId: step.id, position: this.position, branch, verdict });
    return branch;
  }

  private async wait(step: WaitStep): Promise<WaitOutcome> {
    const deadline = step.forMs === null ? null : Date.now() + step.forMs;
    const input: WaitInput = {
      ...this.stepInput(step.id),
      until: deadline === null ? null : new Date(deadline).toISOString(),
    };
    let outcome = await activities['flow.begin-wait'](input);
    if (!outcome) {
      await this.toldOrLate(`${step.id}/${input.iteration}`, deadline);
      const { trail: _written, ...again } = input;
      outcome = await activities['flow.end-wait'](again);
    }
    this.outputs[step.id] = outcome;
    return outcome;
  }

  /** Whichever comes first; the other is put away. */
  private async toldOrLate(key: string, deadline: number | null): Promise<void> {
    const isTold = (): boolean => this.told.has(key);
    if (deadline === null) return condition(isTold);
    const racing = new CancellationScope();
    try {
      await racing.run(() =>
        Promise.race([condition(isTold), sleep(Math.max(deadline - Date.now(), 1))]),
      );
    } finally {
      racing.cancel();
    }
  }

  private stepInput(stepId: string) {
    const { runId } = this.input;
    return { runId, stepId, iteration: 0, position: this.position, ...this.takeTrail() };
  }

  private takeTrail(): { trail?: TrailEntry[] } {
    const trail = this.trail;
    this.trail = [];
    return trail.length > 0 ? { trail } : {};
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause.type ?? 'failed';
  return cause instanceof TimeoutFailure ? 'timed-out' : 'failed';
}
