// Loaded by workflows: plain data only, it stands in histories and must be readable for years.
import type { TicketEventType } from '../../domain/ticket/event';
import type { OccurrenceType } from './occurrence';
import type { Operator } from './operators';

/** What conditions compare with. */
export type Scalar = string | number | boolean | null;

export interface FieldTest {
  field: string;
  operator: Operator;
  /** A duration, as of `older_than`, is in milliseconds. */
  value: Scalar | Scalar[];
}

/** `cel`: an expression, which the engine itself cannot work out; see `evaluate`. */
export type Condition =
  { all: Condition[] } | { any: Condition[] } | { not: Condition } | { cel: string } | FieldTest;

/** What can start a Flow or end a wait: what befalls tickets, and what happens beside them. */
export type FlowEventType = TicketEventType | OccurrenceType;

/** An event, and what must hold for it. Starts a Flow, or ends a wait. */
export interface Trigger {
  event: FlowEventType;
  when: Condition | null;
}

export interface RetryPlan {
  maximumAttempts: number;
  initialIntervalMs: number;
  backoffCoefficient: number;
  maximumIntervalMs: number;
}

export interface ActionStep {
  kind: 'action';
  id: string;
  use: string;
  timeoutMs: number;
  retry: RetryPlan;
  onError: 'stop' | 'continue' | 'branch';
  /** What is done instead when it fails for good, with `branch`. */
  onErrorSteps?: Step[];
}

/** Neighbouring changes of the ticket: one activity and one transaction. */
export interface BatchStep {
  kind: 'batch';
  /** That of its first step. */
  id: string;
  steps: ActionStep[];
}

export interface IfStep {
  kind: 'if';
  id: string;
  when: Condition;
  /** It asks about what no workflow is told, so an activity decides it; absent in engine 1. */
  outside?: boolean;
  then: Step[];
  else: Step[];
}

export interface SwitchStep {
  kind: 'switch';
  id: string;
  cases: { is: Scalar[]; steps: Step[] }[];
  else: Step[];
}

export interface ForStep {
  kind: 'for';
  id: string;
  /** More items than that fail the step. */
  max: number;
  steps: Step[];
}

export interface WaitStep {
  kind: 'wait';
  id: string;
  /** How long at most; null: until an event, or until the moment that an activity finds out. */
  forMs: number | null;
  /** The end of the time follows from a value or a calendar: an activity finds it out. */
  moment?: boolean;
  until: Trigger[];
  onEvent: Step[];
  onTimeout: Step[];
}

export interface ParallelStep {
  kind: 'parallel';
  id: string;
  branches: Step[][];
  /** Goes on after all of them, or after the first, which ends the others. */
  until: 'all' | 'any';
}

/** Runs another Flow and goes on when that has ended. */
export interface CallStep {
  kind: 'call';
  id: string;
  flow: string;
  onError: 'stop' | 'continue' | 'branch';
  onErrorSteps?: Step[];
}

export interface ApproveStep {
  kind: 'approve';
  id: string;
  onApprove: Step[];
  onReject: Step[];
}

export interface SetStep {
  kind: 'set';
  id: string;
}

export interface StopStep {
  kind: 'stop';
  id: string;
  outcome?: string;
}

export type Step =
  | ActionStep
  | BatchStep
  | IfStep
  | SwitchStep
  | ForStep
  | WaitStep
  | ParallelStep
  | CallStep
  | ApproveStep
  | SetStep
  | StopStep;

/**
 * What a run walks through. Holds no templates and no inputs: activities read those themselves.
 * `engine` is the one version of the interpreter; runs stay on the one that they were started with.
 */
export interface Program {
  engine: 1 | 2;
  steps: Step[];
  /** The end of a run is told apart from its last step, since more hangs on it. */
  endsApart?: boolean;
}

/** An input that a run is given by hand, by another Flow or (all of its body) by a webhook. */
export interface FlowInput {
  name: string;
  title: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'select';
  required: boolean;
  options?: string[];
  default?: Scalar;
}

export interface FlowSchedule {
  /** Five fields, as cron(8) has them. */
  cron: string;
  timeZone: string;
}

export type WhenBusy = 'skip' | 'queue' | 'replace';

export interface FlowSettings {
  /** While a run of the same key is not over, another is left out, waits its turn, or takes its place. */
  concurrency?: { per: string; whenBusy: WhenBusy };
  /** So many runs of it on one ticket within an hour. */
  runsPerHour?: number;
  /** Its own changes may start it again. */
  reactsToItself?: boolean;
}

/** A published version in the form in which it is matched and run. */
export interface CompiledFlow {
  slug: string;
  triggers: Trigger[];
  program: Program;
  /**
   * What the step says that the workflow must not see, by step id, unrendered: the inputs of an
   * action or of another Flow, the values of `set`, `for`, `switch`, `wait` and `approve`.
   */
  inputs: Record<string, Record<string, unknown>>;
  schedules?: FlowSchedule[];
  /** A signed call of its own address starts it. */
  webhook?: boolean;
  manual?: { title: string; inputs: FlowInput[] };
  called?: { inputs: FlowInput[] };
  settings?: FlowSettings;
  /** What it answers to a Flow that calls it. */
  outputs?: Record<string, unknown>;
}

/** What a step left behind for later conditions and values. */
export type StepOutput = Record<string, Scalar | Scalar[]>;
