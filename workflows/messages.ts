import type { SignalledEvent } from '../domain/ticket/event';
import type { TicketFacts } from '../domain/ticket/ticket';
import type { Program } from '../flows/engine/definition';
import type { Resume } from '../flows/engine/run-program';
import type { EventSeen } from '../flows/engine/seen';

/** How everybody outside addresses workflows: ids, names of types, signals and queries, inputs. */

/** Each installation has its own: two databases on one Temporal server never do each other's work. */
export const taskQueueOf = (installation: string): string => `ticketloom-${installation}`;

export const workflowTypes = {
  ticket: 'ticketWorkflow',
  flowRun: 'flowRunWorkflow',
  flowSchedule: 'flowScheduleWorkflow',
  deliverMail: 'deliverMailWorkflow',
} as const;

export const ticketWorkflowId = (installation: string, number: number): string =>
  `${installation}/ticket/${number}`;

/** A run's id has dots (it stands in addresses), its workflow's slashes: `urgent.1042.7`, `…/flow/urgent/1042/7`. */
export const flowRunWorkflowId = (installation: string, runId: string): string =>
  `${installation}/flow/${runId.replaceAll('.', '/')}`;

/** Of a Flow's schedule, counted from 0; Temporal adds the time to the ids of what it starts. */
export const flowScheduleId = (installation: string, flowId: string, number: number): string =>
  `${installation}/flow-schedule/${flowId}/${number}`;

/**
 * A mail that is sent again after it had failed has a workflow of its own: the one before may not
 * have ended yet, and does nothing more.
 */
export const deliverMailWorkflowId = (
  installation: string,
  deliveryId: string,
  retries = 0,
): string => `${installation}/deliver-mail/${deliveryId}${retries === 0 ? '' : `/${retries}`}`;

/** Tells a ticket workflow what happened: contiguous events in order, at least once. */
export const ticketEventsSignal = 'ticketEvents';

/** Answers the facts that the ticket workflow tracks (`TicketFacts`), or null before it knows any. */
export const ticketFactsQuery = 'ticketFacts';

/** Tells a Flow run that an event which it waits for has happened. */
export const flowEventSignal = 'flowEvent';

/** Asks a Flow run that waits to go on with the version that its row names. */
export const flowMoveSignal = 'flowMove';

export interface TicketWorkflowInput {
  number: number;
  /** How long a Closed ticket keeps its workflow. */
  closedForMs?: number;
  /** Continues as new beyond so many history events, also where the server does not suggest it. */
  historyLimit?: number;
  /** What the run before this one knew (continue-as-new). */
  facts?: TicketFacts;
}

export type TicketEventsMessage = SignalledEvent[];

export type TicketWorkflow = (input: TicketWorkflowInput) => Promise<void>;

export interface DeliverMailInput {
  deliveryId: string;
  /** Which of the mail's workflows it is, counted from 0; older ones do not say. */
  retries?: number;
}

/**
 * A run stays on the version that it was started with: its program comes by value, or, when that is
 * long, is read by its first activity.
 */
export interface FlowRunInput {
  runId: string;
  /** Null: what started it concerns no ticket. */
  ticket: number | null;
  /** What started it, and the ticket as of then. */
  event: EventSeen;
  facts: TicketFacts | null;
  program?: Program;
  /** What an earlier run or an earlier history of this one has done. */
  resume?: Resume;
  /** Begins a new history beyond so many events, also where the server does not suggest it. */
  historyLimit?: number;
}

export interface FlowEventMessage {
  stepId: string;
  iteration: number;
}

/** Which schedule of which Flow it is time for. */
export interface FlowScheduleInput {
  flowId: string;
  number: number;
}

export type FlowScheduleWorkflow = (input: FlowScheduleInput) => Promise<void>;

export type FlowRunWorkflow = (input: FlowRunInput) => Promise<void>;
