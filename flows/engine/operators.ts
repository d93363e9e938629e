import { priorities } from '../../domain/ticket/priority';
import type { Scalar } from './definition';
import type { BusinessHours } from './seen';

/** What a test compares: the value now, and, where the event changed the field, from and to. */
export interface Observed {
  value: unknown;
  change: { from: unknown; to: unknown } | null;
  /** What relative times count from (ISO 8601). */
  now: string;
  hours: BusinessHours | undefined;
}

type Test = (seen: Observed, expected: Scalar | Scalar[]) => boolean;

/** What the value of an operator looks like in a document. */
export type Takes = 'one' | 'list' | 'one-or-list' | 'flag' | 'duration' | 'flag-or-name';

/** Every operator: what its value looks like in a document, what it is in words, and what it says. */
export const operators = {
  is: { takes: 'one', words: 'is', holds: ({ value }, expected) => value === expected },
  is_not: { takes: 'one', words: 'is not', holds: ({ value }, expected) => value !== expected },
  in: {
    takes: 'list',
    words: 'is one of',
    holds: ({ value }, expected) => listed(expected, value),
  },
  not_in: {
    takes: 'list',
    words: 'is none of',
    holds: ({ value }, expected) => !listed(expected, value),
  },
  at_least: {
    takes: 'one',
    words: 'is at least',
    holds: ({ value }, expected) => compare(value, expected) >= 0,
  },
  at_most: {
    takes: 'one',
    words: 'is at most',
    holds: ({ value }, expected) => compare(value, expected) <= 0,
  },
  greater_than: {
    takes: 'one',
    words: 'is greater than',
    holds: ({ value }, expected) => compare(value, expected) > 0,
  },
  less_than: {
    takes: 'one',
    words: 'is less than',
    holds: ({ value }, expected) => compare(value, expected) < 0,
  },
  before: {
    takes: 'one',
    words: 'is before',
    holds: ({ value }, expected) => timeOf(value) < timeOf(expected),
  },
  after: {
    takes: 'one',
    words: 'is after',
    holds: ({ value }, expected) => timeOf(value) > timeOf(expected),
  },
  older_than: {
    takes: 'duration',
    words: 'is longer ago than',
    holds: (seen, expected) => ageOf(seen) >= Number(expected),
  },
  newer_than: {
    takes: 'duration',
    words: 'is less long ago than',
    holds: (seen, expected) => ageOf(seen) >= 0 && ageOf(seen) < Number(expected),
  },
  within: {
    takes: 'duration',
    words: 'comes within',
    holds: (seen, expected) => ageOf(seen) <= 0 && -ageOf(seen) <= Number(expected),
  },
  in_business_hours: {
    takes: 'flag-or-name',
    words: 'is in business hours',
    holds: ({ value, hours }, expected) => {
      const calendar = typeof expected === 'string' ? expected : null;
      const isOpen = hours !== undefined && hours.isOpenAt(calendar, String(value));
      return isOpen === (expected !== false);
    },
  },
  is_set: {
    takes: 'flag',
    words: 'is set',
    holds: ({ value }, expected) => isSet(value) === expected,
  },
  contains: {
    takes: 'one',
    words: 'contains',
    holds: ({ value }, expected) => contains(value, expected),
  },
  not_contains: {
    takes: 'one',
    words: 'does not contain',
    holds: ({ value }, expected) => !contains(value, expected),
  },
  contains_any: {
    takes: 'list',
    words: 'contains one of',
    holds: ({ value }, expected) => asList(expected).some((one) => contains(value, one)),
  },
  contains_word: {
    takes: 'one-or-list',
    words: 'contains the word',
    holds: ({ value }, expected) => asList(expected).some((one) => containsWord(value, one)),
  },
  starts_with: {
    takes: 'one-or-list',
    words: 'begins with',
    holds: ({ value }, expected) =>
      typeof value === 'string' && asList(expected).some((one) => value.startsWith(String(one))),
  },
  ends_with: {
    takes: 'one-or-list',
    words: 'ends with',
    holds: ({ value }, expected) =>
      typeof value === 'string' && asList(expected).some((one) => value.endsWith(String(one))),
  },
  changed: {
    takes: 'flag',
    words: 'changes',
    holds: ({ change }, expected) => (change !== null) === expected,
  },
  changed_from: {
    takes: 'one-or-list',
    words: 'changes from',
    holds: ({ change }, expected) => change !== null && listed(expected, change.from),
  },
  changed_to: {
    takes: 'one-or-list',
    words: 'changes to',
    holds: ({ change }, expected) => change !== null && listed(expected, change.to),
  },
} as const satisfies Record<string, { takes: Takes; words: string; holds: Test }>;

export type Operator = keyof typeof operators;

export const operatorNames = Object.keys(operators) as Operator[];

/** The words of a text one after the other, with nothing between them but one blank. */
export function wordsOf(text: string): string {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function listed(list: unknown, value: unknown): boolean {
  return asList(list).includes(value);
}

/** A list has it as one of its values, a text anywhere in it. */
function contains(value: unknown, expected: unknown): boolean {
  return typeof value === 'string' ? value.includes(String(expected)) : listed(value, expected);
}

/** As a whole word, or several words in a row; what stands between words does not count. */
function containsWord(value: unknown, expected: unknown): boolean {
  if (typeof value !== 'string') return false;
  return ` ${wordsOf(value)} `.includes(` ${wordsOf(String(expected))} `);
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** Below, at or above zero; of a field that holds no number nothing is true. */
function compare(value: unknown, expected: unknown): number {
  if (typeof expected !== 'number') return rank(value) - rank(expected);
  return typeof value === 'number' ? value - expected : NaN;
}

/** In milliseconds; a date such as 2026-11-23 is the beginning of that day in UTC. */
function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : NaN;
}

/** How long ago, in milliseconds, below zero in the future; a date counts in whole days (UTC). */
function ageOf({ value, now }: Observed): number {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return timeOf(isDay ? now.slice(0, 10) : now) - timeOf(value);
}

/** Priorities are the one ordered choice. */
function rank(value: unknown): number {
  const place = (priorities as readonly unknown[]).indexOf(value);
  return place < 0 ? NaN : place;
}
