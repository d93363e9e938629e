import type { Database } from '../db/database';
import { eventsAfter } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import { isMachineAnswer, type TicketEvent } from '../domain/ticket/event';
import { matchTrigger, type Match } from '../flows/engine/match-trigger';
import { ProgramRun } from '../flows/engine/run-program';
import { seenAt } from '../flows/engine/seen';
import { previewPorts, type DryStep } from './preview-steps';
import { checkFlow, type CheckedFlow } from './publish-flow';
import { readTemplateValues } from './template-values';

export interface DryRun extends Match {
  /** It would match, but a machine wrote (RFC 3834), and no Flow reacts to that. */
  machineAnswer: boolean;
  /** The steps that a run would take, waits taken to time out where they can. */
  steps: DryStep[];
}

/**
 * What a document would do about a past event: whether it matches and why, and a preview of each
 * step. Changes nothing. Conditions see the ticket as of the event, templates as it is now.
 */
export async function dryRunFlow(
  db: Database,
  document: unknown,
  on: { ticketNumber: number; seq: number; publicUrl: string },
): Promise<DryRun> {
  const checked = await checkFlow(db, document);
  const event = await findEvent(db, on.ticketNumber, on.seq);
  const match = matchTrigger(checked.compiled.triggers, seenAt(event));
  const machineAnswer = match.matched && isMachineAnswer(event);
  const matched = match.matched && !machineAnswer;
  return {
    ...match,
    matched,
    machineAnswer,
    steps: await previewSteps(db, checked, event, on.publicUrl),
  };
}

/** A preview of each step that a run of this Flow would take about an event. */
export async function previewSteps(
  db: Database,
  { document, compiled }: CheckedFlow,
  event: TicketEvent,
  publicUrl: string,
): Promise<DryStep[]> {
  const steps: DryStep[] = [];
  const values = await readTemplateValues(db, {
    ticket: event.ticket,
    event,
    occurrence: null,
    flow: document.flow,
    flowTitle: document.title,
    runId: `${document.flow}.${event.ticket}.${event.seq}`,
    outputs: {},
    variables: {},
    inputs: {},
    loops: [],
    publicUrl,
  });
  const ports = previewPorts({ compiled, event, values, show: (step) => steps.push(step) });
  await new ProgramRun(compiled.program, ports).walk();
  return steps;
}

async function findEvent(db: Database, ticket: number, seq: number): Promise<TicketEvent> {
  const [event] = await eventsAfter(db, ticket, seq - 1, { upTo: seq });
  if (event) return event;
  throw new DomainError('not-found', `Ticket ${ticket} has no event ${seq}.`);
}
