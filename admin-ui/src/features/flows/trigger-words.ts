import type { TFunction } from 'i18next';
import type {
  ConditionDocument,
  FlowInputDocument,
  TriggerDocument,
} from '../../../../flows/language/document';
import { cronInWords } from './cron-words';
import { valueInWords } from './value-words';
import { conditionInWords, type Names } from './words';

/** What begins a Flow or ends a wait, as it goes on after "When": "the customer replies". */
export function triggerInWords(trigger: TriggerDocument, names: Names, t: TFunction): string {
  if ('schedule' in trigger) {
    const { schedule, timeZone = 'UTC' } = trigger;
    const time = cronInWords(schedule, t);
    return time === null
      ? t('flow.begin.cron', { schedule, timeZone })
      : t('flow.begin.schedule', { time, timeZone });
  }
  if ('webhook' in trigger) return t('flow.begin.webhook');
  if ('manual' in trigger) return t('flow.begin.manual', { title: trigger.manual.title });
  if ('called' in trigger) return t('flow.begin.called');
  const event = t(`trigger.${trigger.event}`);
  if (!trigger.when) return event;
  // "The priority changes, and priority changes to Urgent" says it twice.
  if (tellsOfChange(trigger.when)) return conditionInWords(trigger.when, names, t);
  return t('flow.triggerWith', { event, condition: conditionInWords(trigger.when, names, t) });
}

/** What whoever begins it by hand, or by another Flow, is asked for. */
export function inputsOf(trigger: TriggerDocument): FlowInputDocument[] {
  if ('manual' in trigger) return trigger.manual.inputs ?? [];
  return 'called' in trigger ? (trigger.called.inputs ?? []) : [];
}

/** "Order number (text, required)". */
export function inputInWords(input: FlowInputDocument, t: TFunction): string {
  const { title, type, required, options = [], default: otherwise } = input;
  const facts = [
    t(`flow.begin.type.${type}`, { options: options.join(', ') }),
    ...(required ? [t('flow.begin.required')] : []),
    ...(otherwise === undefined
      ? []
      : [t('flow.begin.default', { value: valueInWords(otherwise, t) })]),
  ];
  return `${title} (${facts.join(', ')})`;
}

function tellsOfChange(condition: ConditionDocument): boolean {
  if ('all' in condition) return condition.all.some(tellsOfChange);
  return Object.keys(condition).some((name) => /^changed_(from|to)$/.test(name));
}
