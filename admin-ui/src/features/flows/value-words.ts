import type { TFunction } from 'i18next';

/** A value of a step in words: what it refers to, its template or expression, or the literal itself. */
export function valueInWords(value: unknown, t: TFunction): string {
  if (value === null || value === undefined) return t('flow.empty');
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return t(value ? 'flow.yes' : 'flow.no');
  const said = dynamicText(value);
  if (said !== null) return said;
  if (Array.isArray(value)) return value.map((one) => valueInWords(one, t)).join(', ');
  return JSON.stringify(value);
}

/** The text of `{ ref }`, `{ template }` or `{ cel }`; null for any other value. */
export function dynamicText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value as Record<string, unknown>);
  const [kind, text] = entries[0] ?? [];
  const isDynamic = kind === 'ref' || kind === 'template' || kind === 'cel';
  return entries.length === 1 && isDynamic && typeof text === 'string' ? text : null;
}
