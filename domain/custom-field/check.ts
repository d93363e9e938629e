import type { Problem } from '../domain-error';
import type { CustomFieldDefinition } from './definition';
import type { CustomFields, CustomFieldValue } from './value';

export const textValueMaxLength = 1_000;

type FieldToCheck = Pick<
  CustomFieldDefinition,
  'slug' | 'title' | 'type' | 'options' | 'archivedAt'
> &
  Partial<Pick<CustomFieldDefinition, 'required'>>;

/**
 * Everything wrong with values given for custom fields, with paths like
 * `customFields.order-number`, or what `under` and `at` make of it. `demandRequired` also asks for those that a new ticket must have.
 */
export function customFieldProblems(
  definitions: readonly FieldToCheck[],
  given: CustomFields,
  {
    demandRequired = false,
    under = '',
    at = 'customFields',
  }: { demandRequired?: boolean; under?: string; at?: string } = {},
): Problem[] {
  const bySlug = new Map(definitions.map((definition) => [definition.slug, definition]));
  const problems = Object.entries(given).map(([slug, value]) => ({
    path: `${under}${at}.${slug}`,
    message: problemOf(bySlug.get(slug), slug, value),
  }));
  const missing = demandRequired
    ? definitions.filter(
        ({ slug, required, archivedAt }) => required && !archivedAt && given[slug] === undefined,
      )
    : [];
  return [
    ...problems.flatMap(({ path, message }) => (message === null ? [] : [{ path, message }])),
    ...missing.map(({ slug, title }) => ({
      path: `${under}${at}.${slug}`,
      message: `${title} is required`,
    })),
  ];
}

function problemOf(
  definition: FieldToCheck | undefined,
  slug: string,
  value: CustomFieldValue,
): string | null {
  if (!definition) return `there is no custom field "${slug}"`;
  const { title } = definition;
  if (definition.archivedAt) return `${title} is archived and can no longer be changed`;
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (value !== null && isEmpty) return `write null to empty ${title}`;
  if (isEmpty) return definition.required ? `${title} is required` : null;
  const wrong = wrongValue(definition, value);
  return wrong && `${title} must be ${wrong}`;
}

/** What a value must be, `a number`, when it is not that; null: it is right. */
export function wrongValue(
  { type, options }: Pick<CustomFieldDefinition, 'type' | 'options'>,
  value: CustomFieldValue,
): string | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= textValueMaxLength
        ? null
        : `a text of at most ${textValueMaxLength} characters`;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'a number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'date':
      return isDate(value) ? null : 'a date such as 2026-11-23';
    case 'link':
      return isLink(value) ? null : 'a link that begins with https:// or http://';
    case 'select':
      return typeof value === 'string' && options.includes(value) ? null : oneOf(options);
    case 'multi_select':
      return Array.isArray(value) &&
        value.every((one) => options.includes(one)) &&
        new Set(value).size === value.length
        ? null
        : `a list with each of ${options.join(', ')} at most once`;
  }
}

function oneOf(options: string[]): string {
  return `one of ${options.join(', ')}`;
}

function isDate(value: CustomFieldValue): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Only web addresses: a `javascript:` link would run in the agent's browser. */
function isLink(value: CustomFieldValue): boolean {
  return (
    typeof value === 'string' &&
    value.length <= 2_000 &&
    /^https?:\/\/[^\s/?#]+([/?#]\S*)?$/i.test(value)
  );
}
