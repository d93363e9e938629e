import type { Problem } from '../../domain/domain-error';
import type { Scalar } from '../engine/definition';
import {
  fieldNames,
  findField,
  operatorsFor,
  stepOutputNamed,
  type ConditionField,
} from '../engine/fields';
import { operators, type Operator } from '../engine/operators';
import { fieldTestsIn, operatorsNamed, type PlacedTest } from './conditions';
import type { ConditionDocument } from './document';
import { suggestion } from './suggest';

/** What earlier steps answer, by step id; triggers know none. */
export type KnownOutputs = ReadonlyMap<string, readonly string[]>;

/** Everything wrong with the fields, operators and values of a condition. */
export function conditionProblems(
  condition: ConditionDocument,
  path: string,
  outputs: KnownOutputs = new Map(),
): Problem[] {
  return fieldTestsIn(condition, path).flatMap((placed) => testProblems(placed, outputs));
}

/** The agents that a condition names, by e-mail address or id. */
export function agentsIn(
  condition: ConditionDocument,
  path: string,
): { path: string; name: string }[] {
  return fieldTestsIn(condition, path).flatMap(({ test, path: at }) => {
    if (test.field !== 'assignee') return [];
    return operatorsNamed(test).flatMap((operator) =>
      listOf(test[operator])
        .filter((value) => typeof value === 'string')
        .map((name) => ({ path: `${at}.${operator}`, name })),
    );
  });
}

function testProblems({ test, path }: PlacedTest, outputs: KnownOutputs): Problem[] {
  const field = findField(test.field);
  const unknown = unknownField(test.field, field, outputs);
  if (unknown) return [{ path: `${path}.field`, message: unknown }];

  const named = operatorsNamed(test);
  const allowed = operatorsFor(field!);
  if (named.length !== 1) {
    const message =
      named.length === 0
        ? `say what to ask of ${test.field}: one of ${allowed.join(', ')}`
        : `ask one thing at a time (${named.join(', ')}); put several tests into "all"`;
    return [{ path, message }];
  }
  const operator = named[0]!;
  if (!allowed.includes(operator)) {
    const message = `${test.field} cannot be asked "${operator}"; it has ${allowed.join(', ')}`;
    return [{ path: `${path}.${operator}`, message }];
  }
  return valueProblems(field!, operator, test[operator]!).map((message) => ({
    path: `${path}.${operator}`,
    message,
  }));
}

function unknownField(
  name: string,
  field: ConditionField | null,
  outputs: KnownOutputs,
): string | null {
  const output = stepOutputNamed(name);
  if (!field) return `there is no field "${name}".${suggestion(name, fieldNames)}`;
  if (!output) return null;
  const keys = outputs.get(output.step);
  if (!keys) {
    return `no step "${output.step}" has run before this.${suggestion(output.step, [...outputs.keys()])}`;
  }
  if (keys.includes(output.key)) return null;
  return `step "${output.step}" answers no "${output.key}".${suggestion(output.key, keys)}`;
}

function valueProblems(
  field: ConditionField,
  operator: Operator,
  value: Scalar | Scalar[],
): string[] {
  const { takes } = operators[operator];
  if (takes === 'flag') return typeof value === 'boolean' ? [] : ['write true or false'];
  if (takes === 'one' && Array.isArray(value)) return [`write one value, or use "in" for several`];
  if (takes === 'list' && !Array.isArray(value)) return ['write a list of values'];
  return listOf(value).flatMap((one) => scalarProblem(field, one) ?? []);
}

function scalarProblem(field: ConditionField, value: Scalar): string | null {
  if (field.type === 'value') return null;
  if (field.type === 'agent' && value === null) return null;
  if (typeof value !== 'string' || value === '') return 'write a text';
  if (!field.values || field.values.includes(value)) return null;
  return `"${value}" is no value of this field.${suggestion(value, field.values)}`;
}

function listOf(value: Scalar | Scalar[] | undefined): Scalar[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
