import type { TFunction } from 'i18next';
import { customFieldNamed } from '../../../../flows/engine/fields';
import { operatorNames, operators, type Operator } from '../../../../flows/engine/operators';
import type { ConditionDocument } from '../../../../flows/language/document';
import type { Priority } from '../../../../domain/ticket/priority';
import type { Status } from '../../../../domain/ticket/status';
import type { Agent, CustomField, Team } from '../../api/types';
import { durationInWords, writtenDurationInWords } from '../../common/duration';
import { locale } from '../../common/locale';

/** What conditions name by id, e-mail address or slug, and people by other words. */
export interface Names {
  agents: Agent[];
  teams: Team[];
  fields: CustomField[];
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
  const operator = operatorNames.find((name) => tests[name] !== undefined) ?? 'is';
  return testInWords({ field, operator, value: tests[operator] ?? null }, names, t);

  function group(conditions: ConditionDocument[], word: string): string {
    const parts = conditions.map((one) => conditionInWords(one, names, t, true));
    const text = parts.join(` ${word} `);
    return inside && parts.length > 1 ? `(${text})` : text;
  }
}

/** "priority is at least High". Durations are written ones, or milliseconds as verdicts have them. */
export function testInWords(
  { field, operator, value }: { field: string; operator: Operator; value: unknown },
  names: Names,
  t: TFunction,
): string {
  const name = fieldInWords(field, names, t);
  if (operator === 'changed' || operator === 'is_set' || isInHours(operator, value)) {
    return t(`flow.operator.${operator}_${value === true ? 'true' : 'false'}`, { name });
  }
  const values = [value].flat().map((one: unknown) => {
    if (operators[operator].takes !== 'duration') return fieldValueInWords(field, one, names, t);
    return typeof one === 'number' ? durationInWords(one) : writtenDurationInWords(String(one));
  });
  return t(`flow.operator.${operator}`, { name, value: joinedByOr(values, t) });
}

/** Asked of the default calendar, so that there is no name to say. */
function isInHours(operator: Operator, value: unknown): operator is 'in_business_hours' {
  return operator === 'in_business_hours' && typeof value === 'boolean';
}

function fieldInWords(field: string, { fields }: Names, t: TFunction): string {
  const slug = customFieldNamed(field);
  const title = fields.find((one) => one.slug === slug)?.title;
  return (
    title ?? t(`flow.field.${field.replaceAll('.', '_') as 'status'}`, { defaultValue: field })
  );
}

/** One value of a field: statuses and priorities by their words, people and teams by name. */
export function fieldValueInWords(
  field: string,
  value: unknown,
  names: Names,
  t: TFunction,
): string {
  if (value === null || value === undefined || value === '') return t('flow.empty');
  if (typeof value === 'boolean') return t(value ? 'flow.yes' : 'flow.no');
  if (typeof value === 'number') return value.toLocaleString(locale());
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value as string);
  if (customFieldNamed(field) !== null) return text;
  if (field === 'status') return t(`status.${text as Status}`, { defaultValue: text });
  if (field === 'priority') return t(`priority.${text as Priority}`, { defaultValue: text });
  return agentInWords(text, names);
}

/** The name of an agent or team that a document names by id, e-mail address or name. */
export function agentInWords(named: string, { agents, teams }: Names): string {
  const agent = agents.find(({ id, email }) => id === named || email === named);
  return agent?.name ?? teams.find(({ id }) => id === named)?.name ?? named;
}

export function joinedByOr(values: readonly string[], t: TFunction): string {
  return values.join(` ${t('flow.or')} `);
}
