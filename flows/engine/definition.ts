// Loaded by workflows: plain data only, it stands in histories and must be readable for years.
import type { TicketEventType } from '../../domain/ticket/event';
import type { Operator } from './operators';

/** What conditions compare with, and what steps may answer. */
export type Scalar = string | number | boolean | null;

export interface FieldTest {
  field: string;
  operator: Operator;
  value: Scalar | Scalar[];
}

export type Condition =
  { all: Condition[] } | { any: Condition[] } | { not: Condition } | FieldTest;

/** An event, and what must hold for it. Starts a Flow, or ends a wait. */
export interface Trigger {
  event: TicketEventType;
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
  onError: 'stop' | 'continue';
}

export interface IfStep {
  kind: 'if';
  id: string;
  when: Condition;
  then: Step[];
  else: Step[];
}

export interface WaitStep {
  kind: 'wait';
  id: string;
  /** How long at most; null: until an event, however long that takes. */
  forMs: number | null;
  until: Trigger[];
  onEvent: Step[];
  onTimeout: Step[];
}

export interface StopStep {
  kind: 'stop';
  id: string;
}

export type Step = ActionStep | IfStep | WaitStep | StopStep;

/** What a run walks through. Holds no templates and no inputs: actions read those themselves. */
export interface Program {
  engine: 1;
  steps: Step[];
}

/** A published version in the form in which it is matched and run. */
export interface CompiledFlow {
  slug: string;
  triggers: Trigger[];
  program: Program;
  /** The inputs of each action step as written, templates unrendered, by step id. */
  inputs: Record<string, Record<string, unknown>>;
}

/** What a step left behind for later conditions and templates: small values without free text. */
export type StepOutput = Record<string, Scalar>;
