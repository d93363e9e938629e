import type { Condition, FieldTest, Scalar, Trigger } from '../engine/definition';
import { findField } from '../engine/fields';
import { operatorNames, operators, type Operator } from '../engine/operators';
import type { ConditionDocument, EventTriggerDocument } from './document';
import { parseDuration } from './duration';

type FieldDocument = Extract<ConditionDocument, { field: string }>;

export interface PlacedTest {
  test: FieldDocument;
  path: string;
}

/** The field tests in a condition, with their places. */
export function fieldTestsIn(condition: ConditionDocument, path: string): PlacedTest[] {
  return placedLeaves(condition, path).flatMap(({ leaf, path: at }) =>
    'cel' in leaf ? [] : [{ test: leaf, path: at }],
  );
}

/** The expressions in a condition, with their places. */
export function expressionsIn(
  condition: ConditionDocument,
  path: string,
): { source: string; path: string }[] {
  return placedLeaves(condition, path).flatMap(({ leaf, path: at }) =>
    'cel' in leaf ? [{ source: leaf.cel, path: `${at}.cel` }] : [],
  );
}

interface PlacedLeaf {
  leaf: FieldDocument | { cel: string };
  path: string;
}

function placedLeaves(condition: ConditionDocument, path: string): PlacedLeaf[] {
  const partsOf = (parts: ConditionDocument[], under: string): PlacedLeaf[] =>
    parts.flatMap((part, index) => placedLeaves(part, `${under}.${index}`));
  if ('all' in condition) return partsOf(condition.all, `${path}.all`);
  if ('any' in condition) return partsOf(condition.any, `${path}.any`);
  if ('not' in condition) return placedLeaves(condition.not, `${path}.not`);
  return [{ leaf: condition, path }];
}

/** The operators that a field test names; a right one names exactly one. */
export function operatorsNamed(test: FieldDocument): Operator[] {
  return operatorNames.filter((name) => test[name] !== undefined);
}

/** What a document may name that only the installation knows. */
export const referenceKinds = [
  'agent',
  'team',
  'account',
  'calendar',
  'macro',
  'flow',
  'people',
  'connection',
] as const;

export type ReferenceKind = (typeof referenceKinds)[number];

/** A document may name things that only the installation knows; they are to be looked up. */
export interface Reference {
  path: string;
  to: ReferenceKind;
  name: string;
}

/** What the values of a field test name, if they name anything. */
export function refersTo(field: string, operator: Operator): Reference['to'] | null {
  if (operator === 'in_business_hours') return 'calendar';
  const type = findField(field)?.type;
  if (type === 'agent' || type === 'agents') return 'agent';
  return type === 'team' || type === 'account' ? type : null;
}

/** Turns an agent's e-mail address or the name of a team, account or calendar into its id. */
export type IdOf = (to: Reference['to'], name: string) => string;

/** A checked condition as the engine reads it. */
export function compileCondition(condition: ConditionDocument, idOf: IdOf): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => compileCondition(one, idOf)) };
  if ('any' in condition) return { any: condition.any.map((one) => compileCondition(one, idOf)) };
  if ('not' in condition) return { not: compileCondition(condition.not, idOf) };
  if ('cel' in condition) return condition;
  const operator = operatorsNamed(condition)[0]!;
  const value = condition[operator]!;
  const test: FieldTest = { field: condition.field, operator, value };
  if (operators[operator].takes === 'duration') {
    return { ...test, value: parseDuration(value as string) };
  }
  const to = refersTo(condition.field, operator);
  if (!to) return test;
  const resolve = (one: Scalar): Scalar => (typeof one === 'string' ? idOf(to, one) : one);
  return { ...test, value: Array.isArray(value) ? value.map(resolve) : resolve(value) };
}

export function compileTrigger({ event, when }: EventTriggerDocument, idOf: IdOf): Trigger {
  return { event, when: when ? compileCondition(when, idOf) : null };
}
