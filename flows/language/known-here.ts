import type { TemplateVariables } from '../templates/known-path';
import { variablesFor } from '../templates/variables';
import { celProblems } from '../values/cel';
import type { ActionCatalogue } from './action-catalogue';
import type { KnownFields } from './check-conditions';
import type { Installation } from './installation';
import type { FlowEventType } from '../engine/definition';
import { kindOf, type EventKind } from '../engine/fields';
import { isSideEvent } from '../engine/occurrence';
import type { FlowDocument, StepDocument } from './document';
import {
  isAction,
  isApprove,
  isCall,
  isFor,
  isSet,
  isSwitch,
  isWait,
  placedSteps,
  type PlacedStep,
} from './steps';

export const waitOutputs = ['outcome', 'event'] as const;
const approvalOutputs = ['outcome', 'by', 'agent', 'comment'] as const;

export interface Checked {
  document: FlowDocument;
  actions: ActionCatalogue;
  installation: Installation;
}

/** What values can name at a step. */
export function variablesAt(placed: PlacedStep, checked: Checked): TemplateVariables {
  const { document, installation } = checked;
  return variablesFor({
    customFields: installation.fields,
    outputs: outputsBefore(placed.before, checked),
    vars: variablesSetIn(placed.before),
    inputs: inputsOf(document),
    loops: placed.loops.map(({ id }) => id),
    hasTicket: hasTicket(document),
  });
}

/** What conditions can ask about at a step. */
export function fieldsAt(placed: PlacedStep, checked: Checked): KnownFields {
  const variables = variablesAt(placed, checked);
  return {
    custom: checked.installation.fields,
    outputs: new Map(
      [...outputsBefore(placed.before, checked)].map(([id, known]) => [id, Object.keys(known)]),
    ),
    vars: variablesSetIn(placed.before),
    inputs: inputsOf(checked.document),
    item: placed.loops.length > 0,
    kinds: kindsOf(checked.document),
    celProblems: (source) => celProblems(source, variables),
  };
}

/** What the conditions of a trigger can ask about: nothing has run yet. */
export function knownInTrigger({ fields }: Installation, event: FlowEventType): KnownFields {
  const variables = isSideEvent(event)
    ? variablesFor({ customFields: fields, hasTicket: false, inputs: 'any' })
    : variablesFor({ customFields: fields });
  return {
    custom: fields,
    kinds: kindsOfEvents([event]),
    celProblems: (source) => celProblems(source, variables),
  };
}

/** What a Flow may begin with: by hand it runs on a ticket, as where another Flow calls it. */
function kindsOf({ on }: FlowDocument): EventKind[] {
  return kindsOfEvents(
    on.flatMap((trigger): FlowEventType[] => {
      if ('event' in trigger) return [trigger.event];
      return 'manual' in trigger || 'called' in trigger ? ['ticket.created'] : [];
    }),
  );
}

function kindsOfEvents(events: readonly FlowEventType[]): EventKind[] {
  return [...new Set(events.flatMap((event) => kindOf(event) ?? []))];
}

/** What values can name when all steps are over. */
export function knownAtEnd(
  document: FlowDocument,
  actions: ActionCatalogue,
  installation: Installation,
): TemplateVariables {
  const outside = placedSteps(document).filter(
    ({ loops, inParallel }) => loops.length === 0 && !inParallel,
  );
  const before = outside.map(({ step }) => step);
  const end = { step: before[0]!, path: '', before, loops: [], inParallel: false, loopsBeside: [] };
  return variablesAt(end, { document, actions, installation });
}

/** True when every way to begin the Flow brings a ticket; a Flow that calls it brings its own. */
export function hasTicket({ on }: FlowDocument): boolean {
  return on.every((trigger) => {
    if ('event' in trigger) return !isSideEvent(trigger.event);
    return 'manual' in trigger || 'called' in trigger;
  });
}

/** The names of the inputs that a run may have; `any` where whoever begins it says what they like. */
function inputsOf({ on }: FlowDocument): readonly string[] | 'any' {
  const names = new Set<string>();
  for (const trigger of on) {
    if ('webhook' in trigger) return 'any';
    if ('event' in trigger && isSideEvent(trigger.event)) return 'any';
    const inputs =
      'manual' in trigger
        ? trigger.manual.inputs
        : 'called' in trigger
          ? trigger.called.inputs
          : [];
    for (const { name } of inputs ?? []) names.add(name);
  }
  return [...names];
}

function variablesSetIn(steps: readonly StepDocument[]): string[] {
  return [...new Set(steps.flatMap((step) => (isSet(step) ? Object.keys(step.set) : [])))];
}

function outputsBefore(
  before: readonly StepDocument[],
  checked: Checked,
): ReadonlyMap<string, TemplateVariables> {
  return new Map(
    before.flatMap((step): [string, TemplateVariables][] => {
      const known = outputsOf(step, checked);
      return known ? [[step.id, known]] : [];
    }),
  );
}

function outputsOf(
  step: StepDocument,
  { actions, installation }: Checked,
): TemplateVariables | null {
  if (isAction(step)) return actions.find(step.use)?.outputVariables ?? {};
  if (isWait(step)) return values(waitOutputs);
  if (isApprove(step)) return { ...values(approvalOutputs), answers: 'any' };
  if (isFor(step)) return values(['count']);
  if (isSwitch(step)) return { case: 'value', value: 'any' };
  if (!isCall(step)) return null;
  const answers = installation.callable?.get(step.flow)?.outputs ?? [];
  return { outcome: 'value', ...Object.fromEntries(answers.map((name) => [name, 'any'])) };
}

function values(names: readonly string[]): TemplateVariables {
  return Object.fromEntries(names.map((name) => [name, 'value']));
}
