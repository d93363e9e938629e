import { Duration, Moment } from './moment';

/** What an expression works with: JSON, moments and lengths of time. */
export type CelValue =
  | string
  | number
  | boolean
  | null
  | Moment
  | Duration
  | readonly CelValue[]
  | { readonly [key: string]: CelValue };

export function isCelMap(value: unknown): value is { readonly [key: string]: CelValue } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Moment) &&
    !(value instanceof Duration)
  );
}

/** What a value is, in words. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (value instanceof Moment) return 'a moment';
  if (value instanceof Duration) return 'a length of time';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'a group';
}
