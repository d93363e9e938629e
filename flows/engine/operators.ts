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
  at_least: { takes: 'one', holds: ({ value }, expected) => rank(value) >= rank(expected) },
  at_most: { takes: 'one', holds: ({ value }, expected) => rank(value) <= rank(expected) },
  is_set: { takes: 'flag', holds: ({ value }, expected) => isSet(value) === expected },
  contains: { takes: 'one', holds: ({ value }, expected) => listed(value, expected) },
  not_contains: { takes: 'one', holds: ({ value }, expected) => !listed(value, expected) },
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

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** Priorities are the one ordered choice. */
function rank(value: unknown): number {
  return (priorities as readonly unknown[]).indexOf(value);
}
