import type { Problem } from '../../domain/domain-error';
import { findField } from '../engine/fields';
import { valueProblems } from '../values/check-value';
import type { ActionCatalogue } from './action-catalogue';
import { conditionProblems } from './check-conditions';
import type { Installation } from './installation';
import { parseCron, scheduleProblem } from './cron';
import type { FlowDocument, FlowInputDocument } from './document';
import { wrongInput } from './inputs';
import { knownAtEnd, knownInTrigger, hasTicket } from './known-here';

/** Everything wrong with how a Flow begins, with its settings and with what it answers. */
export function beginningProblems(
  document: FlowDocument,
  actions: ActionCatalogue,
  installation: Installation,
): Problem[] {
  return [
    ...document.on.flatMap((trigger, index): Problem[] => {
      const path = `on.${index}`;
      if ('event' in trigger) {
        if (!trigger.when) return [];
        return conditionProblems(
          trigger.when,
          `${path}.when`,
          knownInTrigger(installation, trigger.event),
        );
      }
      if ('schedule' in trigger) {
        const message = scheduleProblem(trigger.schedule, trigger.timeZone ?? 'UTC');
        const key = 'problem' in parseCron(trigger.schedule) ? 'schedule' : 'timeZone';
        return message === null ? [] : [{ path: `${path}.${key}`, message }];
      }
      if ('manual' in trigger) return inputProblems(trigger.manual.inputs, `${path}.manual.inputs`);
      if ('called' in trigger) return inputProblems(trigger.called.inputs, `${path}.called.inputs`);
      return [];
    }),
    ...doubledTriggers(document),
    ...concurrencyProblems(document),
    ...valueProblems(document.outputs ?? {}, knownAtEnd(document, actions, installation)).map(
      ({ path, message }) => ({ path: `outputs.${path}`, message }),
    ),
    ...unaskedOutputs(document),
  ];
}

/** A Flow has one form, one address and one way to be called. */
function doubledTriggers({ on }: FlowDocument): Problem[] {
  return (['webhook', 'manual', 'called'] as const).flatMap((kind) =>
    on
      .flatMap((trigger, index) => (kind in trigger ? [index] : []))
      .slice(1)
      .map((index) => ({
        path: `on.${index}`,
        message: `a Flow has one trigger "${kind}"; put both into one, or make a second Flow`,
      })),
  );
}

function inputProblems(inputs: readonly FlowInputDocument[] = [], path: string): Problem[] {
  const names = inputs.map(({ name }) => name);
  return inputs.flatMap((input, index): Problem[] => {
    const { name, type, options, default: usual, required = false } = input;
    const at = `${path}.${index}`;
    return [
      ...(names.indexOf(name) < index
        ? [{ path: `${at}.name`, message: `another input has the name "${name}"; choose one` }]
        : []),
      ...(type === 'select' && !options
        ? [{ path: `${at}.options`, message: 'say what can be chosen' }]
        : []),
      ...(type !== 'select' && options
        ? [{ path: `${at}.options`, message: 'only an input of the type select has options' }]
        : []),
      ...defaultProblems(
        { name, title: input.title, type, required, options: options ?? [] },
        usual,
        at,
      ),
    ];
  });
}

function defaultProblems(
  input: Parameters<typeof wrongInput>[0],
  usual: unknown,
  at: string,
): Problem[] {
  if (usual === undefined || usual === null) return [];
  if (input.type === 'select' && input.options?.length === 0) return [];
  const wrong = wrongInput(input, usual);
  return wrong ? [{ path: `${at}.default`, message: wrong }] : [];
}

/** Runs of one key follow one another; the key must be known when the run is planned. */
function concurrencyProblems(document: FlowDocument): Problem[] {
  const { concurrency } = document.settings ?? {};
  if (!concurrency) return [];
  const { per } = concurrency;
  const path = 'settings.concurrency.per';
  if (per === 'flow') return [];
  if (!hasTicket(document)) {
    const message = 'not every run of this Flow has a ticket; write "flow": one run at a time';
    return [{ path, message }];
  }
  if (per === 'ticket') return [];
  const field = findField(per);
  if (field && (field.from === 'facts' || field.slug !== undefined)) return [];
  const message =
    'write ticket, flow, or a field that every event of a ticket has, such as assignee or ticket.fields.order';
  return [{ path, message }];
}

function unaskedOutputs({ on, outputs }: FlowDocument): Problem[] {
  if (outputs === undefined || on.some((trigger) => 'called' in trigger)) return [];
  const message =
    'nobody gets these: add the trigger "called" so that other Flows can call this one';
  return [{ path: 'outputs', message }];
}
