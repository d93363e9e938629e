// This file replays: no clock, no I/O, no library but the workflow SDK.
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  ContinueAsNew,
  isCancellation,
  log,
  proxyActivities,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  ActionActivities,
  Begun,
  FlowRunActivities,
  StepInput,
  TrailEntry,
  WaitInput,
} from '../activities/contract/flow';
import type {
  ActionStep,
  ApproveStep,
  CallStep,
  ForStep,
  IfStep,
  Program,
  SetStep,
  Step,
  StepOutput,
  StopStep,
  SwitchStep,
  WaitStep,
} from '../flows/engine/definition';
import { evaluate, needsActivity, readsTicket } from '../flows/engine/evaluate';
import { useOfStep } from '../flows/engine/tree';
import { stepKey } from '../flows/engine/progress';
import {
  ProgramRun,
  StepFailed,
  type Flowing,
  type Outputs,
  type Resume,
  type RunPorts,
  type StepAt,
} from '../flows/engine/run-program';
import { runBeside } from './beside';
import { flowRunSignals, MoveAsked, type FlowRunSignals } from './flow-run-signals';
import type { FlowRunInput } from './messages';

const soon = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
} as const;
const activities = proxyActivities<FlowRunActivities>(soon);

/** Whoever is cancelled while a wait begins lets it begin first, so that it can be put away. */
const beginnings = proxyActivities<FlowRunActivities>({
  ...soon,
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
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
  const ports = new WorldOfRun(input, flowRunSignals());
  try {
    await goOn(input, ports);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    const status = isCancellation(error) ? 'cancelled' : 'failed';
    if (status === 'failed') log.warn('a Flow run failed', { run: input.runId });
    await CancellationScope.nonCancellable(() => ports.end(status));
    // The row tells why; Temporal shows such a run as what it is.
    if (status === 'cancelled') throw error;
    throw ApplicationFailure.nonRetryable('the run failed', codeOf(error));
  }
}

async function goOn(input: FlowRunInput, ports: WorldOfRun): Promise<void> {
  const { runId, resume } = input;
  const program = input.program ?? (await activities['flow.read-program']({ runId }));
  const run = new ProgramRun(program, ports, resume);
  ports.runIs(run);
  try {
    const { outcome, toldWithLastStep } = await run.walk();
    if (!toldWithLastStep) await ports.end('completed', outcome);
  } catch (error) {
    if (!(error instanceof MoveAsked)) throw error;
    const moved = await activities['flow.change-version']({ runId, ...ports.takeTrail() });
    await ports.beginAnew(run.state(), moved ?? input.program);
  }
}

/** What a run reaches: activities, timers, and what it is told. */
class WorldOfRun implements RunPorts {
  private trail: TrailEntry[] = [];
  private mayMove: () => boolean = () => false;

  constructor(
    private readonly input: FlowRunInput,
    private readonly signals: FlowRunSignals,
  ) {}

  /** A run goes on with another version only while all that it does is wait. */
  runIs(run: ProgramRun): void {
    this.mayMove = () => run.onlyWaits();
  }

  async act(step: ActionStep, at: StepAt): Promise<StepOutput> {
    const { timeoutMs, retry } = step;
    const action = proxyActivities<ActionActivities>({
      startToCloseTimeout: timeoutMs + answerMarginMs,
      heartbeatTimeout: '10 seconds',
      retry: ownTrouble,
    })[step.use]!;
    const last = at.last ? ({ last: true } as const) : {};
    return action({ ...this.stepInput(at), timeoutMs, retry, ...last });
  }

  async actTogether(steps: ActionStep[], at: StepAt) {
    const timeoutMs = Math.max(...steps.map((step) => step.timeoutMs));
    const { 'flow.change-ticket': change } = proxyActivities<FlowRunActivities>({
      startToCloseTimeout: timeoutMs + answerMarginMs,
      heartbeatTimeout: '10 seconds',
      retry: ownTrouble,
    });
    const { stepId: _first, ...input } = this.stepInput(at);
    return change({
      ...input,
      timeoutMs,
      retry: steps[0]!.retry,
      steps: steps.map(({ id, use }) => ({ stepId: id, use })),
      ...(at.last ? { last: true } : {}),
    });
  }

  /** Conditions on the ticket ask about it as it is now; `changed…` about the event that began it all. */
  async decide(step: IfStep, at: StepAt, outputs: Outputs): Promise<'then' | 'else'> {
    const { event, ticket } = this.input;
    if (step.outside || needsActivity(step.when) || ticket === null) {
      return (await activities['flow.decide'](this.stepInput(at))).branch;
    }
    const facts = readsTicket(step.when)
      ? await activities['flow.read-facts']({ ticket })
      : this.input.facts!;
    const verdict = evaluate(step.when, {
      ...{ event, facts, steps: outputs },
      now: new Date().toISOString(),
    });
    const branch = verdict.holds ? 'then' : 'else';
    this.trail.push({ kind: 'if', ...placeOf(at), branch, verdict });
    return branch;
  }

  async choose(_step: SwitchStep, at: StepAt): Promise<number | null> {
    return (await activities['flow.choose'](this.stepInput(at))).case;
  }

  async beginLoop(_step: ForStep, at: StepAt): Promise<number> {
    return (await activities['flow.begin-loop'](this.stepInput(at))).count;
  }

  async set(_step: SetStep, at: StepAt): Promise<void> {
    await activities['flow.set-variables'](this.stepInput(at));
  }

  async wait(step: WaitStep, at: StepAt): Promise<StepOutput> {
    const input = this.stepInput(at);
    // A wait that goes on with another version has its time since it began; its record knows it.
    if (step.moment || this.input.resume?.at?.includes(step.id)) {
      const begun = await beginnings['flow.begin-wait-until']({ ...input, until: null });
      return this.untilEnded(begun, input, (again, until) =>
        activities['flow.end-wait']({ ...again, until }),
      );
    }
    const until = step.forMs === null ? null : new Date(Date.now() + step.forMs).toISOString();
    const wait: WaitInput = { ...input, until };
    const ended = await beginnings['flow.begin-wait'](wait);
    return this.untilEnded(ended ? { ended } : { until }, input, (again) =>
      activities['flow.end-wait']({ ...again, until }),
    );
  }

  async approve(_step: ApproveStep, at: StepAt): Promise<StepOutput> {
    const input = this.stepInput(at);
    const begun = await beginnings['flow.ask-approval'](input);
    return this.untilEnded(begun, input, activities['flow.end-approval']);
  }

  async call(_step: CallStep, at: StepAt): Promise<StepOutput> {
    const input = this.stepInput(at);
    const begun = await beginnings['flow.begin-call'](input);
    const end = await this.untilEnded(begun, input, activities['flow.end-call']);
    if (end.status === 'failed') throw new StepFailed(end.code);
    return { outcome: end.outcome };
  }

  stop({ outcome }: StopStep, at: StepAt): void {
    this.trail.push({ kind: 'stop', ...placeOf(at), ...(outcome ? { outcome } : {}) });
  }

  failed(step: Step, at: StepAt, code: string): void {
    const use = step.kind === 'action' ? step.use : useOfStep[step.kind];
    this.trail.push({ kind: 'failed', ...placeOf(at), use, code });
  }

  left({ stepId, iteration }: Pick<StepAt, 'stepId' | 'iteration'>): void {
    this.trail.push({ kind: 'left', stepId, iteration });
  }

  failureOf(error: unknown): string | null {
    if (isCancellation(error) || error instanceof MoveAsked) return null;
    if (error instanceof ContinueAsNew) return null;
    const code = codeOf(error);
    // Whoever ended the run from outside has written down how.
    return code === 'flow-run-ended' ? null : code;
  }

  beside(branches: (() => Promise<Flowing>)[], until: 'all' | 'any'): Promise<Flowing> {
    return runBeside(branches, until);
  }

  async mayBeginAnew(state: Resume): Promise<void> {
    const { historyLimit } = this.input;
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const isLong = historyLimit !== undefined && historyLength > historyLimit;
    if (!continueAsNewSuggested && !isLong) return;
    // The trail goes into the record before the memory of it ends.
    const { runId } = this.input;
    if (this.trail.length > 0) await activities['flow.write-trail']({ runId, ...this.takeTrail() });
    await this.beginAnew(state, this.input.program);
  }

  /** Ends this history and goes on in another. A program that was read is read again. */
  async beginAnew(resume: Resume, program: Program | undefined): Promise<void> {
    const { program: _before, resume: _done, ...input } = this.input;
    await continueAsNew<typeof flowRunWorkflow>({
      ...input,
      ...(program ? { program } : {}),
      resume,
    });
  }

  async end(
    status: 'completed' | 'failed' | 'cancelled',
    outcome: string | null = null,
  ): Promise<void> {
    const { runId } = this.input;
    const how = { runId, status, ...(outcome === null ? {} : { outcome }) };
    await activities['flow.end-run']({ ...how, ...this.takeTrail() });
  }

  takeTrail(): { trail?: TrailEntry[] } {
    const trail = this.trail;
    this.trail = [];
    return trail.length > 0 ? { trail } : {};
  }

  /** Waits to be told of the end of a step that has begun, or for its time. */
  private async untilEnded<Outcome>(
    begun: Begun<Outcome>,
    { trail: _written, ...input }: StepInput,
    end: (input: StepInput, until: string | null) => Promise<Outcome>,
  ): Promise<Outcome> {
    if ('ended' in begun) return begun.ended;
    const { until } = begun;
    const key = stepKey(input.stepId, input.iteration);
    const deadline = until === null ? null : Date.parse(until);
    await this.signals.toldOrLate(key, deadline, this.mayMove);
    return end(input, until);
  }

  private stepInput({ stepId, iteration, position }: StepAt): StepInput {
    const { runId } = this.input;
    return { runId, stepId, iteration, position, ...this.takeTrail() };
  }
}

function placeOf({ stepId, iteration, position }: StepAt) {
  return { stepId, ...(iteration === 0 ? {} : { iteration }), position };
}

function codeOf(error: unknown): string {
  if (error instanceof StepFailed) return error.code;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause.type ?? 'failed';
  return cause instanceof TimeoutFailure ? 'timed-out' : 'failed';
}
