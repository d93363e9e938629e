import type { TicketFacts } from '../../domain/ticket/ticket';
import type { RetryPlan, StepOutput } from '../../flows/engine/definition';
import type { Verdict } from '../../flows/engine/evaluate';

/** What a run decided by itself since its last activity, to be written down by the next one. */
export type TrailEntry =
  | { kind: 'if'; stepId: string; position: number; branch: 'then' | 'else'; verdict: Verdict }
  | { kind: 'stop'; stepId: string; position: number }
  | { kind: 'failed'; stepId: string; position: number; use: string; code: string };

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

export interface WaitInput extends StepInput {
  /** When it times out (ISO 8601); null: never. */
  until: string | null;
}

/** How a wait ended: which event, or that its time was up. */
export type WaitOutcome = { outcome: 'event'; event: string } | { outcome: 'timeout'; event: null };

export interface FlowRunActivities {
  /** The ticket as it is now. */
  'flow.read-facts'(input: { ticket: number }): Promise<TicketFacts>;
  /** Decides an `if` that a workflow cannot, since it asks about what no history may hold. */
  'flow.decide'(input: StepInput): Promise<{ branch: 'then' | 'else' }>;
  /** Registers a wait; answers how it ended when it has already. */
  'flow.begin-wait'(input: WaitInput): Promise<WaitOutcome | null>;
  /** Ends a wait after its event or its time; an event that came in time counts. */
  'flow.end-wait'(input: WaitInput): Promise<WaitOutcome>;
  'flow.end-run'(input: {
    runId: string;
    status: 'completed' | 'failed' | 'cancelled';
    trail?: TrailEntry[];
  }): Promise<void>;
}
