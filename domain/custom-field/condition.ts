import type { CustomFieldDefinition } from './definition';
import { valueOf, type CustomFields } from './value';

/** What a list can ask of one custom field. Bounds are inclusive. */
export type FieldCondition =
  | { test: 'unset'; slug: string }
  | { test: 'holds'; slug: string; text: string }
  | { test: 'any-of'; slug: string; values: string[]; many: boolean }
  | { test: 'is'; slug: string; value: boolean }
  | { test: 'number'; slug: string; from?: number; to?: number }
  | { test: 'date'; slug: string; from?: string; to?: string };

const parameter = /^field\.([a-z0-9-]+?)(?:\.(from|to))?$/;

/** True for the names under which a list's query asks for custom fields: `field.<slug>`, `.from`, `.to`. */
export function isFieldParameter(name: string): boolean {
  return parameter.test(name);
}

/**
 * Reads `field.<slug>=…`, `field.<slug>.from=…` and `field.<slug>.to=…`. Several values of a list
 * are separated by commas, a comma within one is `\,`; `none` asks for tickets where it is not set.
 */
export function readFieldConditions(
  given: Readonly<Record<string, string>>,
  definitions: readonly CustomFieldDefinition[],
): { conditions: FieldCondition[]; problems: { path: string; message: string }[] } {
  const conditions: FieldCondition[] = [];
  const problems: { path: string; message: string }[] = [];
  for (const [path, text] of Object.entries(given)) {
    const [, slug = '', bound] = parameter.exec(path) ?? [];
    const field = definitions.find((one) => one.slug === slug);
    const read = field
      ? conditionOf(field, text, bound as 'from' | 'to' | undefined)
      : `there is no custom field with the slug ${slug}`;
    if (typeof read === 'string') problems.push({ path, message: read });
    else conditions.push(read);
  }
  return { conditions, problems };
}

/** Whether a ticket with these fields is let through. */
export function meets(fields: CustomFields, condition: FieldCondition): boolean {
  const value = valueOf(fields, condition.slug);
  if (condition.test === 'unset') return value === null;
  if (value === null) return false;
  switch (condition.test) {
    case 'holds':
      return String(value).toLowerCase().includes(condition.text.toLowerCase());
    case 'any-of':
      return [value].flat().some((one) => condition.values.includes(String(one)));
    case 'is':
      return value === condition.value;
    case 'number':
      return typeof value === 'number' && within(value, condition.from, condition.to);
    case 'date':
      return typeof value === 'string' && within(value, condition.from, condition.to);
  }
}

/** Several values as one parameter holds them. */
export function joinValues(values: readonly string[]): string {
  return values.map((one) => one.replaceAll(/[\\,]/g, (sign) => `\\${sign}`)).join(',');
}

/** The other way round. */
export function splitValues(text: string): string[] {
  const values = text.match(/(?:[^\\,]|\\.)+/gs) ?? [];
  return values.map((one) => one.replaceAll(/\\(.)/gs, '$1'));
}

function within<V extends number | string>(value: V, from?: V, to?: V): boolean {
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

/** The condition, or what is wrong with it. */
function conditionOf(
  { slug, type }: CustomFieldDefinition,
  text: string,
  bound: 'from' | 'to' | undefined,
): FieldCondition | string {
  if (bound && type !== 'number' && type !== 'date') {
    return `.${bound} is for numbers and dates; this field is neither`;
  }
  if (text === 'none' && !bound) return { test: 'unset', slug };
  switch (type) {
    case 'select':
    case 'multi_select':
      return { test: 'any-of', slug, values: splitValues(text), many: type === 'multi_select' };
    case 'boolean':
      return text === 'true' || text === 'false'
        ? { test: 'is', slug, value: text === 'true' }
        : 'this must be true, false or none';
    case 'number': {
      const number = text.trim() === '' ? NaN : Number(text);
      if (!Number.isFinite(number)) return 'this must be a number or none';
      return { test: 'number', slug, ...bounds(number, bound) };
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text)
        ? { test: 'date', slug, ...bounds(text, bound) }
        : 'this must be a date such as 2026-11-23, or none';
    case 'text':
    case 'link':
      return { test: 'holds', slug, text };
  }
}

function bounds<V>(value: V, bound: 'from' | 'to' | undefined): { from?: V; to?: V } {
  return bound ? { [bound]: value } : { from: value, to: value };
}
