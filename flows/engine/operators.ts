import { priorities } from '../../domain/ticket/priority';
import type { Scalar } from './definition';

/** What a test compares: the value now, and, where the event changed the field, from and to. */
export interface Observed {
  value: unknown;
  change: { from: unknown; to: unknown } | null;
}

type Test = (seen: Observed, expected: Scalar | Scalar[]) => boolean;

/** Every operator: what its value looks like in a document, and what it says. */
export const operators = {
  is: { takes: 'one', holds: ({ value }, expected) => value === expected },
  is_not: { takes: 'one', holds: ({ value }, expected) => value !== expected },
  in: { takes: 'list', holds: ({ value }, expected) => listed(expected, value) },
  not_in: { takes: 'list', holds: ({ value }, expected) => !listed(expected, value) },
  at_least: { takes: 'one', holds: ({ value }, expected) => compare(value, expected) >= 0 },
  at_most: { takes: 'one', holds: ({ value }, expected) => compare(value, expected) <= 0 },
  greater_than: { takes: 'one', holds: ({ value }, expected) => compare(value, expected) > 0 },
  less_than: { takes: 'one', holds: ({ value }, expected) => compare(value, expected) < 0 },
  before: { takes: 'one', holds: ({ value }, expected) => isEarlier(value, expected) },
  after: { takes: 'one', holds: ({ value }, expected) => isEarlier(expected, value) },
  is_set: { takes: 'flag', holds: ({ value }, expected) => isSet(value) === expected },
  contains: { takes: 'one', holds: ({ value }, expected) => contains(value, expected) },
  not_contains: { takes: 'one', holds: ({ value }, expected) => !contains(value, expected) },
  contains_any: {
    takes: 'list',
    holds: ({ value }, expected) => asList(expected).some((one) => listed(value, one)),
  },
  changed: { takes: 'flag', holds: ({ change }, expected) => (change !== null) === expected },
  changed_from: {
    takes: 'one-or-list',
    holds: ({ change }, expected) => change !== null && listed(expected, change.from),
  },
  changed_to: {
    takes: 'one-or-list',
    holds: ({ change }, expected) => change !== null && listed(expected, change.to),
  },
} as const satisfies Record<
  string,
  { takes: 'one' | 'list' | 'one-or-list' | 'flag'; holds: Test }
>;

export type Operator = keyof typeof operators;

export const operatorNames = Object.keys(operators) as Operator[];

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

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** Below, at or above zero; of a field that holds no number nothing is true. */
function compare(value: unknown, expected: unknown): number {
  if (typeof expected !== 'number') return rank(value) - rank(expected);
  return typeof value === 'number' ? value - expected : NaN;
}

/** Dates are texts such as 2026-11-23, whose order is that of the calendar. */
function isEarlier(date: unknown, other: unknown): boolean {
  return typeof date === 'string' && typeof other === 'string' && date < other;
}

/** Priorities are the one ordered choice. */
function rank(value: unknown): number {
  return (priorities as readonly unknown[]).indexOf(value);
}
