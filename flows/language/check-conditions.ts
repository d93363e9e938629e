import { wrongValue } from '../../domain/custom-field/check';
import type { CustomFieldType } from '../../domain/custom-field/definition';
import type { Problem } from '../../domain/domain-error';
import type { Scalar } from '../engine/definition';
import {
  customFieldName,
  customFieldNamed,
  fieldNames,
  fieldOf,
  findField,
  operatorsFor,
  stepOutputNamed,
  type ConditionField,
  type CustomConditionField,
} from '../engine/fields';
import { operators, type Operator } from '../engine/operators';
import {
  fieldTestsIn,
  operatorsNamed,
  refersTo,
  type PlacedTest,
  type Reference,
} from './conditions';
import type { ConditionDocument } from './document';
import { suggestion } from './suggest';

/** What earlier steps answer, by step id; triggers know none. */
export type KnownOutputs = ReadonlyMap<string, readonly string[]>;

/** What a condition may ask about besides the ticket's own fields. */
export interface KnownFields {
  custom: readonly CustomConditionField[];
  outputs?: KnownOutputs;
}

/** Everything wrong with the fields, operators and values of a condition. */
export function conditionProblems(
  condition: ConditionDocument,
  path: string,
  known: KnownFields,
): Problem[] {
  return fieldTestsIn(condition, path).flatMap((placed) => testProblems(placed, known));
}

/** The agents (by e-mail address or id) and teams (by name or id) that a condition names. */
export function referencesOf(condition: ConditionDocument, path: string): Reference[] {
  return fieldTestsIn(condition, path).flatMap(({ test, path: at }) => {
    const to = refersTo(test.field);
    if (!to) return [];
    return operatorsNamed(test).flatMap((operator) =>
      listOf(test[operator])
        .filter((value) => typeof value === 'string')
        .map((name) => ({ path: `${at}.${operator}`, to, name })),
    );
  });
}

function testProblems({ test, path }: PlacedTest, known: KnownFields): Problem[] {
  const definition = known.custom.find(({ slug }) => customFieldName(slug) === test.field);
  const field = definition ? fieldOf(definition) : findField(test.field);
  const unknown = unknownField(test.field, field, known);
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
  { custom, outputs = new Map() }: KnownFields,
): string | null {
  const slug = customFieldNamed(name);
  if (slug !== null) return unknownCustomField(slug, custom);
  const output = stepOutputNamed(name);
  if (!field) {
    const names = [...fieldNames, ...offered(custom).map(customFieldName)];
    return `there is no field "${name}".${suggestion(name, names)}`;
  }
  if (!output) return null;
  const keys = outputs.get(output.step);
  if (!keys) {
    return `no step "${output.step}" has run before this.${suggestion(output.step, [...outputs.keys()])}`;
  }
  if (keys.includes(output.key)) return null;
  return `step "${output.step}" answers no "${output.key}".${suggestion(output.key, keys)}`;
}

function unknownCustomField(slug: string, custom: readonly CustomConditionField[]): string | null {
  const definition = custom.find((one) => one.slug === slug);
  const others = suggestion(slug, offered(custom));
  if (!definition) return `there is no custom field "${slug}".${others}`;
  if (!definition.archivedAt) return null;
  return `the custom field "${slug}" is archived; restore it, or ask of another.${others}`;
}

function offered(custom: readonly CustomConditionField[]): string[] {
  return custom.filter(({ archivedAt }) => !archivedAt).map(({ slug }) => slug);
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
  return listOf(value).flatMap((one) => scalarProblem(field, operator, one) ?? []);
}

/** Where null says: not set. */
const nullable: readonly string[] = [
  'is',
  'is_not',
  'in',
  'not_in',
  'changed_from',
  'changed_to',
] satisfies Operator[];

function scalarProblem(field: ConditionField, operator: Operator, value: Scalar): string | null {
  if (field.type === 'value') return null;
  const canBeEmpty = field.slug !== undefined || field.type === 'agent' || field.type === 'team';
  if (canBeEmpty && value === null && nullable.includes(operator)) return null;
  const isPlain = field.slug !== undefined || field.type === 'number';
  if (isPlain && !field.values && value !== '') {
    const wrong = wrongValue({ type: field.type as CustomFieldType, options: [] }, value);
    return wrong && `write ${wrong}`;
  }
  if (typeof value !== 'string' || value === '') return 'write a text';
  if (!field.values || field.values.includes(value)) return null;
  return `"${value}" is no value of this field.${suggestion(value, field.values)}`;
}

function listOf(value: Scalar | Scalar[] | undefined): Scalar[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
