import type { FieldCondition } from '../domain/custom-field/condition';
import type { CustomFieldDefinition } from '../domain/custom-field/definition';

/** Puts a value beside the statement, and answers its placeholder. */
type Value = (of: unknown) => string;

/** What a row of "tickets" must be to meet the condition; odd stored values never fail a statement. */
export function fieldIs(condition: FieldCondition, value: Value): string {
  const { slug } = condition;
  // A partial index knows the tickets that have any field at all.
  const holds = (fields: object): string =>
    `(custom_fields <> '{}' AND custom_fields @> ${value(JSON.stringify(fields))}::jsonb)`;
  switch (condition.test) {
    case 'unset':
      return `${text(slug, value)} IS NULL`;
    case 'holds':
      return `strpos(lower(${text(slug, value)}), lower(${value(condition.text)})) > 0`;
    case 'any-of': {
      const { values, many } = condition;
      const each = values.map((one) => holds({ [slug]: many ? [one] : one }));
      return each.length > 0 ? `(${each.join(' OR ')})` : 'false';
    }
    case 'is':
      return holds({ [slug]: condition.value });
    case 'number':
      return between(number(slug, value), 'numeric', condition, value);
    case 'date':
      return between(text(slug, value), 'text', condition, value);
  }
}

/**
 * How a field orders tickets: numbers and dates by what they are, options by their place in the
 * list, all else by its letters.
 */
export function fieldOrder(
  { slug, type, options }: CustomFieldDefinition,
  value: Value,
): { sql: string; type: string } {
  if (type === 'number') return { sql: number(slug, value), type: 'numeric' };
  if (type !== 'select') return { sql: `lower(${text(slug, value)})`, type: 'text' };
  return {
    sql: `array_position(${value(options)}::text[], ${text(slug, value)})`,
    type: 'int',
  };
}

const text = (slug: string, value: Value): string => `(custom_fields->>${value(slug)}::text)`;

function number(slug: string, value: Value): string {
  const key = `${value(slug)}::text`;
  return `(CASE WHEN jsonb_typeof(custom_fields->${key}) = 'number'
    THEN (custom_fields->>${key})::numeric END)`;
}

function between(
  sql: string,
  type: string,
  { from, to }: { from?: string | number; to?: string | number },
  value: Value,
): string {
  const bounds = [
    ...(from === undefined ? [] : [`${sql} >= ${value(from)}::${type}`]),
    ...(to === undefined ? [] : [`${sql} <= ${value(to)}::${type}`]),
  ];
  return `(${bounds.join(' AND ')})`;
}
