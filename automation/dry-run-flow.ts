import type { Database } from '../db/database';
import { eventsAfter } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import { isMachineAnswer, type TicketEvent } from '../domain/ticket/event';
import type { ActionStep, Program, StepOutput } from '../flows/engine/definition';
import { evaluate, type Verdict } from '../flows/engine/evaluate';
import { matchTrigger, type Match } from '../flows/engine/match-trigger';
import { seenAt } from '../flows/engine/seen';
import { firstPlace, placeAfter, placeIn, stepAt, type Place } from '../flows/engine/walk';
import { actions } from '../plugins/actions';
import { useOf } from '../plugins/kit/action';
import { renderInputs } from '../plugins/kit/inputs';
import { checkFlow, type CheckedFlow } from './publish-flow';
import { readTemplateValues } from './template-values';

export interface DryStep {
  id: string;
  use: string;
  /** One sentence: what the step would do. */
  preview: string;
  input?: unknown;
  /** Why a condition goes the way it goes. */
  verdict?: Verdict;
}

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

async function findEvent(db: Database, ticket: number, seq: number): Promise<TicketEvent> {
  const [event] = await eventsAfter(db, ticket, seq - 1, { upTo: seq });
  if (event) return event;
  throw new DomainError('not-found', `Ticket ${ticket} has no event ${seq}.`);
}

async function previewSteps(
  db: Database,
  { document, compiled }: CheckedFlow,
  event: TicketEvent,
  publicUrl: string,
): Promise<DryStep[]> {
  const { program } = compiled;
  const outputs: Record<string, StepOutput> = {};
  const values = await readTemplateValues(db, {
    ticket: event.ticket,
    event,
    flow: document.flow,
    flowTitle: document.title,
    runId: `${document.flow}.${event.ticket}.${event.seq}`,
    outputs,
    publicUrl,
  });
  const steps: DryStep[] = [];
  for (let place = firstPlace(program); place;) {
    const taken = take(program, place, event, outputs, (step) =>
      previewAction(step, compiled.inputs[step.id] ?? {}, values, outputs),
    );
    steps.push(taken.step);
    place = taken.next;
  }
  return steps;
}

function take(
  program: Program,
  place: Place,
  event: TicketEvent,
  outputs: Record<string, StepOutput>,
  act: (step: ActionStep) => DryStep,
): { step: DryStep; next: Place | null } {
  const step = stepAt(program, place);
  const { id } = step;
  switch (step.kind) {
    case 'action':
      return { step: act(step), next: placeAfter(program, place) };
    case 'if': {
      const verdict = evaluate(step.when, { ...seenAt(event), steps: outputs });
      const branch = verdict.holds ? 'then' : 'else';
      const preview = verdict.holds ? 'The condition holds.' : 'The condition does not hold.';
      return { step: { id, use: 'if', preview, verdict }, next: placeIn(program, place, branch) };
    }
    case 'wait': {
      const late = step.forMs !== null;
      outputs[id] = late
        ? { outcome: 'timeout', event: null }
        : { outcome: 'event', event: step.until[0]!.event };
      const preview = late
        ? `Wait until ${new Date(Date.parse(event.at) + step.forMs!).toISOString()}, counted from the event.`
        : `Wait until ${step.until.map((trigger) => trigger.event).join(' or ')}.`;
      const branch = late ? 'onTimeout' : 'onEvent';
      return { step: { id, use: 'wait', preview }, next: placeIn(program, place, branch) };
    }
    case 'stop':
      return { step: { id, use: 'stop', preview: 'The run ends here.' }, next: null };
  }
}

/** What a step answers is not known before it runs; a later template shows where it would stand. */
function previewAction(
  step: ActionStep,
  inputs: Record<string, unknown>,
  values: Record<string, unknown>,
  outputs: Record<string, StepOutput>,
): DryStep {
  const action = actions.find((one) => useOf(one) === step.use)!;
  const shown: DryStep = { id: step.id, use: step.use, preview: '' };
  try {
    const input = renderInputs(action.input, inputs, values);
    shown.input = input;
    shown.preview = action.preview(input);
  } catch (error) {
    shown.preview = `This step would fail: ${error instanceof Error ? error.message : String(error)}.`;
  }
  outputs[step.id] = Object.fromEntries(
    Object.keys(action.output.shape).map((key) => [key, `<${step.id}.${key}>`]),
  );
  return shown;
}
