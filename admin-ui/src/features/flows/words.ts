import type { TFunction } from 'i18next';
import { customFieldNamed } from '../../../../flows/engine/fields';
import type { ConditionDocument, TriggerDocument } from '../../../../flows/language/document';
import type { Priority } from '../../../../domain/ticket/priority';
import type { Status } from '../../../../domain/ticket/status';
import type { Agent, CustomField, Team } from '../../api/types';
import { locale } from '../../common/locale';

/** What conditions name by id, e-mail address or slug, and people by other words. */
export interface Names {
  agents: Agent[];
  teams: Team[];
  fields: CustomField[];
}

/** "When the priority changes and (priority changed to Urgent)". */
export function triggerInWords(trigger: TriggerDocument, names: Names, t: TFunction): string {
  const event = t(`trigger.${trigger.event}`);
  if (!trigger.when) return event;
  // "The priority changes, and priority changes to Urgent" says it twice.
  if (tellsOfChange(trigger.when)) return conditionInWords(trigger.when, names, t);
  return t('flow.triggerWith', { event, condition: conditionInWords(trigger.when, names, t) });
}

function tellsOfChange(condition: ConditionDocument): boolean {
  if ('all' in condition) return condition.all.some(tellsOfChange);
  return Object.keys(condition).some((name) => /^changed_(from|to)$/.test(name));
}

/** Asked of the default calendar, so that there is no name to say. */
function isInHours(operator: string, value: unknown): operator is 'in_business_hours' {
  return operator === 'in_business_hours' && typeof value === 'boolean';
}

/** A condition as a sentence's part; groups inside groups stand in brackets. */
export function conditionInWords(
  condition: ConditionDocument,
  names: Names,
  t: TFunction,
  inside = false,
): string {
  if ('all' in condition) return group(condition.all, t('flow.and'));
  if ('any' in condition) return group(condition.any, t('flow.or'));
  if ('not' in condition) {
    return t('flow.not', { condition: conditionInWords(condition.not, names, t, true) });
  }
  if ('cel' in condition) return condition.cel;
  const { field, ...tests } = condition;
  const [operator, value] = Object.entries(tests).find(([, one]) => one !== undefined) ?? [
    'is',
    null,
  ];
  const slug = customFieldNamed(field);
  const title = names.fields.find((one) => one.slug === slug)?.title;
  const name =
    title ?? t(`flow.field.${field.replaceAll('.', '_') as 'status'}`, { defaultValue: field });
  if (operator === 'changed' || operator === 'is_set' || isInHours(operator, value)) {
    return t(`flow.operator.${operator}_${value === true ? 'true' : 'false'}`, { name });
  }
  return t(`flow.operator.${operator as 'is'}`, { name, value: valueInWords(field, value) });

  function group(conditions: ConditionDocument[], word: string): string {
    const parts = conditions.map((one) => conditionInWords(one, names, t, true));
    const text = parts.join(` ${word} `);
    return inside && parts.length > 1 ? `(${text})` : text;
  }

  function valueInWords(fieldName: string, given: unknown): string {
    return (Array.isArray(given) ? given : [given])
      .map((one: unknown) => {
        if (one === null) return t('flow.empty');
        if (typeof one === 'boolean') return t(one ? 'flow.yes' : 'flow.no');
        if (typeof one === 'number') return one.toLocaleString(locale());
        if (customFieldNamed(fieldName) !== null) return String(one);
        if (fieldName === 'status')
          return t(`status.${one as Status}`, { defaultValue: String(one) });
        if (fieldName === 'priority')
          return t(`priority.${one as Priority}`, { defaultValue: String(one) });
        if (fieldName === 'team')
          return names.teams.find((team) => team.id === one)?.name ?? String(one);
        const agent = names.agents.find(({ id, email }) => id === one || email === one);
        return agent?.name ?? String(one);
      })
      .join(` ${t('flow.or')} `);
  }
}
