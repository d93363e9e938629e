import type { Condition, FieldTest, Scalar, Trigger } from '../engine/definition';
import { operatorNames, type Operator } from '../engine/operators';
import type { ConditionDocument, TriggerDocument } from './document';

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

/** Turns an agent's e-mail address into the id that events hold; others stay as they are. */
export type AgentIds = (name: string) => string;

/** A checked condition as the engine reads it. */
export function compileCondition(condition: ConditionDocument, agentId: AgentIds): Condition {
  if ('all' in condition)
    return { all: condition.all.map((one) => compileCondition(one, agentId)) };
  if ('any' in condition)
    return { any: condition.any.map((one) => compileCondition(one, agentId)) };
  if ('not' in condition) return { not: compileCondition(condition.not, agentId) };
  const operator = operatorsNamed(condition)[0]!;
  const value = condition[operator]!;
  const test: FieldTest = { field: condition.field, operator, value };
  if (condition.field !== 'assignee') return test;
  const resolve = (one: Scalar): Scalar => (typeof one === 'string' ? agentId(one) : one);
  return { ...test, value: Array.isArray(value) ? value.map(resolve) : resolve(value) };
}

export function compileTrigger({ event, when }: TriggerDocument, agentId: AgentIds): Trigger {
  return { event, when: when ? compileCondition(when, agentId) : null };
}
