import type { TFunction } from 'i18next';
import { customFieldNamed } from '../../../../flows/engine/fields';
import { operators, type Operator } from '../../../../flows/engine/operators';
import type { ConditionDocument } from '../../../../flows/language/document';
import type { Priority } from '../../../../domain/ticket/priority';
import type { Status } from '../../../../domain/ticket/status';
import type { Agent, CustomField, Team } from '../../api/types';
import { writtenDurationInWords } from '../../common/duration';
import { locale } from '../../common/locale';

/** What conditions name by id, e-mail address or slug, and people by other words. */
export interface Names {
  agents: Agent[];
  teams: Team[];
  fields: CustomField[];
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
  return t(`flow.operator.${operator as 'is'}`, {
    name,
    value: valueInWords(field, operator, value),
  });

  function group(conditions: ConditionDocument[], word: string): string {
    const parts = conditions.map((one) => conditionInWords(one, names, t, true));
    const text = parts.join(` ${word} `);
    return inside && parts.length > 1 ? `(${text})` : text;
  }

  function valueInWords(fieldName: string, operatorName: string, given: unknown): string {
    const values = [given].flat().map((one: unknown) => {
      if (one === null) return t('flow.empty');
      if (typeof one === 'boolean') return t(one ? 'flow.yes' : 'flow.no');
      if (typeof one === 'number') return one.toLocaleString(locale());
      const text = String(one);
      if (operators[operatorName as Operator]?.takes === 'duration') {
        return writtenDurationInWords(text);
      }
      if (customFieldNamed(fieldName) !== null) return text;
      if (fieldName === 'status') return t(`status.${text as Status}`, { defaultValue: text });
      if (fieldName === 'priority') {
        return t(`priority.${text as Priority}`, { defaultValue: text });
      }
      return agentInWords(text, names);
    });
    return joinedByOr(values, t);
  }
}

/** The name of an agent or team that a document names by id, e-mail address or name. */
export function agentInWords(named: string, { agents, teams }: Names): string {
  const agent = agents.find(({ id, email }) => id === named || email === named);
  return agent?.name ?? teams.find(({ id }) => id === named)?.name ?? named;
}

export function joinedByOr(values: readonly string[], t: TFunction): string {
  return values.join(` ${t('flow.or')} `);
}
