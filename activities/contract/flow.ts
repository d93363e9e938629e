import type { TicketFacts } from '../../domain/ticket/ticket';
import type { Program, RetryPlan, StepOutput } from '../../flows/engine/definition';
import type { Verdict } from '../../flows/engine/evaluate';

/** What a run decided by itself since its last activity, to be written down by the next one. */
export type TrailEntry =
  | {
      kind: 'if';
      stepId: string;
      iteration?: number;
      position: number;
      branch: 'then' | 'else';
      verdict: Verdict;
    }
  | { kind: 'stop'; stepId: string; iteration?: number; position: number; outcome?: string }
  | {
      kind: 'failed';
      stepId: string;
      iteration?: number;
      position: number;
      use: string;
      code: string;
    }
  /** It waited, or was under way, in a branch that another one ended. */
  | { kind: 'left'; stepId: string; iteration: number };

/** Every activity of a run says which step it is for; inputs are read from the stored version. */
export interface StepInput {
  runId: string;
  stepId: string;
  iteration: number;
  /** The how-manieth step of the run this is, from 1. */
  position: number;
  trail?: TrailEntry[];
}

export interface ActionInput extends StepInput {
  /** How long an attempt may take, and how often and when it is made again if others fail it. */
  timeoutMs: number;
  retry: RetryPlan;
  /** Nothing follows: the run is completed together with this step. */
  last?: true;
}

/** Every action is an activity of its own name: `core.set-priority@1`. */
export type ActionActivities = Record<string, (input: ActionInput) => Promise<StepOutput>>;

/** Neighbouring steps that change the ticket; `position` is that of the first. */
export interface TogetherInput extends Omit<ActionInput, 'stepId'> {
  steps: { stepId: string; use: string }[];
}

/** The answers of the steps that were done, in order; the one after them failed with this code. */
export interface TogetherOutcome {
  outputs: StepOutput[];
  failed: string | null;
}

export interface WaitInput extends StepInput {
  /** When it times out (ISO 8601); null: never, or when the activity finds out. */
  until: string | null;
}

/** How a wait ended: which event, or that its time was up. */
export type WaitOutcome = { outcome: 'event'; event: string } | { outcome: 'timeout'; event: null };

/** A step that waits has begun: how it ended when it has already, or when its time is up (null: never). */
export type Begun<Outcome> = { ended: Outcome } | { until: string | null };

export type ApprovalOutcome = { outcome: 'approved' | 'rejected'; by: 'person' | 'timeout' };

/** What another Flow came to; its outputs stand in the record of the step. */
export type CallOutcome =
  { status: 'completed'; outcome: string | null } | { status: 'failed'; code: string };

export interface FlowRunActivities {
  /** The program of a run that is too long to come with its start. */
  'flow.read-program'(input: { runId: string }): Promise<Program>;
  /** The ticket as it is now. */
  'flow.read-facts'(input: { ticket: number }): Promise<TicketFacts>;
  /** Decides an `if` that a workflow cannot, since it asks about what no history may hold. */
  'flow.decide'(input: StepInput): Promise<{ branch: 'then' | 'else' }>;
  /** Which case of a `switch`; null: none. */
  'flow.choose'(input: StepInput): Promise<{ case: number | null }>;
  /** Finds the items of a `for`. Fails when there are more than its bound. */
  'flow.begin-loop'(input: StepInput): Promise<{ count: number }>;
  'flow.set-variables'(input: StepInput): Promise<void>;
  'flow.change-ticket'(input: TogetherInput): Promise<TogetherOutcome>;
  /** Registers a wait; answers how it ended when it has already. */
  'flow.begin-wait'(input: WaitInput): Promise<WaitOutcome | null>;
  /** The same of a wait whose time follows from a value or a calendar. */
  'flow.begin-wait-until'(input: WaitInput): Promise<Begun<WaitOutcome>>;
  /** Ends a wait after its event or its time; an event that came in time counts. */
  'flow.end-wait'(input: WaitInput): Promise<WaitOutcome>;
  'flow.ask-approval'(input: StepInput): Promise<Begun<ApprovalOutcome>>;
  'flow.end-approval'(input: StepInput): Promise<ApprovalOutcome>;
  /** Starts another Flow; it is told of its end like a wait of its event. */
  'flow.begin-call'(input: StepInput): Promise<Begun<CallOutcome>>;
  'flow.end-call'(input: StepInput): Promise<CallOutcome>;
  /** Puts a run on another version, when that was asked for; answers the program to go on with. */
  'flow.change-version'(input: { runId: string; trail?: TrailEntry[] }): Promise<Program | null>;
  'flow.write-trail'(input: { runId: string; trail?: TrailEntry[] }): Promise<void>;
  'flow.end-run'(input: {
    runId: string;
    status: 'completed' | 'failed' | 'cancelled';
    outcome?: string;
    trail?: TrailEntry[];
  }): Promise<void>;
}

export interface FlowScheduleActivities {
  /** Plans the run of a Flow for which it is time; the same time (ISO 8601) is planned once. */
  'flow.plan-scheduled'(input: { flowId: string; number: number; at: string }): Promise<void>;
}
