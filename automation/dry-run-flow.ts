import { findCalendars } from '../db/calendar-store';
import type { Database } from '../db/database';
import { eventKey, readOutside } from '../db/outside-store';
import { eventsAfter } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import { isMachineAnswer, type TicketEvent } from '../domain/ticket/event';
import type { CompiledFlow } from '../flows/engine/definition';
import { readsOutside } from '../flows/engine/evaluate';
import { matchTrigger, triggersRead, type Match } from '../flows/engine/match-trigger';
import { ProgramRun } from '../flows/engine/run-program';
import { seenAt, type OutsideGroup, type OutsideSeen } from '../flows/engine/seen';
import { celIn } from '../flows/values/condition-cel';
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
  const { triggers } = checked.compiled;
  const outside = await outsideAt(db, event, triggersRead(triggers, event.type));
  const match = matchTrigger(triggers, seenAt(event, outside), celIn());
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
  const ports = previewPorts({
    compiled,
    event,
    values,
    outsideOf: (condition) => outsideAt(db, event, readsOutside(condition)),
    calendars: await findCalendars(db, calendarsIn(compiled)),
    show: (step) => steps.push(step),
  });
  await new ProgramRun(compiled.program, ports).walk();
  return steps;
}

async function findEvent(db: Database, ticket: number, seq: number): Promise<TicketEvent> {
  const [event] = await eventsAfter(db, ticket, seq - 1, { upTo: seq });
  if (event) return event;
  throw new DomainError('not-found', `Ticket ${ticket} has no event ${seq}.`);
}

async function outsideAt(
  db: Database,
  event: TicketEvent,
  groups: readonly OutsideGroup[],
): Promise<OutsideSeen | undefined> {
  return (await readOutside(db, [event], groups)).get(eventKey(event));
}

function calendarsIn({ inputs }: CompiledFlow): string[] {
  const names = Object.values(inputs).map(({ calendar }) => calendar);
  return names.filter((name) => typeof name === 'string');
}
