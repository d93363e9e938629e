import type { Condition, FieldTest, Scalar, Trigger } from '../engine/definition';
import { operatorNames, type Operator } from '../engine/operators';
import type { ConditionDocument, EventTriggerDocument } from './document';

type FieldDocument = Extract<ConditionDocument, { field: string }>;

export interface PlacedTest {
  test: FieldDocument;
  path: string;
}

/** The field tests in a condition, with their places. */
export function fieldTestsIn(condition: ConditionDocument, path: string): PlacedTest[] {
  if ('all' in condition) return partsOf(condition.all, `${path}.all`);
  if ('any' in condition) return partsOf(condition.any, `${path}.any`);
  if ('not' in condition) return fieldTestsIn(condition.not, `${path}.not`);
  return [{ test: condition, path }];
}

function partsOf(parts: ConditionDocument[], path: string): PlacedTest[] {
  return parts.flatMap((part, index) => fieldTestsIn(part, `${path}.${index}`));
}

/** The operators that a field test names; a right one names exactly one. */
export function operatorsNamed(test: FieldDocument): Operator[] {
  return operatorNames.filter((name) => test[name] !== undefined);
}

/** What a document may name that only the installation knows. */
export const referenceKinds = ['agent', 'team', 'macro'] as const;

export type ReferenceKind = (typeof referenceKinds)[number];

/** One that a document names, to be looked up. */
export interface Reference {
  path: string;
  to: ReferenceKind;
  name: string;
}

/** What the values of a field name, if they name anything. */
export function refersTo(field: string): Reference['to'] | null {
  if (field === 'assignee') return 'agent';
  return field === 'team' ? 'team' : null;
}

/** Turns an agent's e-mail address or a team's name into the id that events hold. */
export type IdOf = (to: Reference['to'], name: string) => string;

/** A checked condition as the engine reads it. */
export function compileCondition(condition: ConditionDocument, idOf: IdOf): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => compileCondition(one, idOf)) };
  if ('any' in condition) return { any: condition.any.map((one) => compileCondition(one, idOf)) };
  if ('not' in condition) return { not: compileCondition(condition.not, idOf) };
  const operator = operatorsNamed(condition)[0]!;
  const value = condition[operator]!;
  const test: FieldTest = { field: condition.field, operator, value };
  const to = refersTo(condition.field);
  if (!to) return test;
  const resolve = (one: Scalar): Scalar => (typeof one === 'string' ? idOf(to, one) : one);
  return { ...test, value: Array.isArray(value) ? value.map(resolve) : resolve(value) };
}

export function compileTrigger({ event, when }: EventTriggerDocument, idOf: IdOf): Trigger {
  return { event, when: when ? compileCondition(when, idOf) : null };
}
