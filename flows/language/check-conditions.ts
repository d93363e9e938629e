import { wrongValue } from '../../domain/custom-field/check';
import { customFieldTypes, type CustomFieldType } from '../../domain/custom-field/definition';
import type { Problem } from '../../domain/domain-error';
import type { Scalar } from '../engine/definition';
import {
  customFieldName,
  customFieldNamed,
  fieldNames,
  fieldOf,
  findField,
  isKnownOf,
  operatorsFor,
  operatorsOf,
  runValueNamed,
  stepOutputNamed,
  type ConditionField,
  type CustomConditionField,
  type EventKind,
} from '../engine/fields';
import { operators, wordsOf, type Operator } from '../engine/operators';
import {
  expressionsIn,
  fieldTestsIn,
  operatorsNamed,
  refersTo,
  type PlacedTest,
  type Reference,
} from './conditions';
import type { ConditionDocument } from './document';
import { parseDuration } from './duration';
import { suggestion } from './suggest';

/** What earlier steps answer, by step id; triggers know none. */
export type KnownOutputs = ReadonlyMap<string, readonly string[]>;

/** What a condition may ask about besides the ticket's own fields. */
export interface KnownFields {
  custom: readonly CustomConditionField[];
  outputs?: KnownOutputs;
  /** The names of what the run has set before this, and of what it is started with. */
  vars?: readonly string[];
  inputs?: readonly string[] | 'any';
  /** It stands in a loop. */
  item?: boolean;
  /** What the Flow, or the wait, begins with: fields that none of these has are refused. */
  kinds?: readonly EventKind[];
  /** What is wrong with an expression; without it none is looked at. */
  celProblems?: (source: string) => string[];
}

/** Everything wrong with the fields, operators, values and expressions of a condition. */
export function conditionProblems(
  condition: ConditionDocument,
  path: string,
  known: KnownFields,
): Problem[] {
  const { celProblems = () => [] } = known;
  return [
    ...fieldTestsIn(condition, path).flatMap((placed) => testProblems(placed, known)),
    ...expressionsIn(condition, path).flatMap(({ source, path: at }) =>
      celProblems(source).map((message) => ({ path: at, message })),
    ),
  ];
}

/** Agents (by e-mail address or id), teams, accounts and calendars (by name or id) that it names. */
export function referencesOf(condition: ConditionDocument, path: string): Reference[] {
  return fieldTestsIn(condition, path).flatMap(({ test, path: at }) =>
    operatorsNamed(test).flatMap((operator) => {
      const to = refersTo(test.field, operator);
      if (!to) return [];
      return listOf(test[operator])
        .filter((value) => typeof value === 'string')
        .map((name) => ({ path: `${at}.${operator}`, to, name }));
    }),
  );
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
  known: KnownFields,
): string | null {
  const { custom, outputs = new Map<string, readonly string[]>() } = known;
  const slug = customFieldNamed(name);
  if (slug !== null) {
    return unknownCustomField(slug, custom) ?? notKnownHere(name, field!, known);
  }
  const ofTheRun = runValueNamed(name);
  if (ofTheRun) return unknownRunValue(ofTheRun, known);
  const output = stepOutputNamed(name);
  if (!field) {
    const names = [...fieldNames, ...offered(custom).map(customFieldName)];
    const meant = names.find((one) => one.endsWith(`.${name}`));
    const hint = meant ? ` Did you mean "${meant}"?` : suggestion(name, names);
    return `there is no field "${name}".${hint || ' The catalogue lists those that there are.'}`;
  }
  if (!output) return notKnownHere(name, field, known);
  const keys = outputs.get(output.step);
  if (!keys) {
    return `no step "${output.step}" has run before this.${suggestion(output.step, [...outputs.keys()])}`;
  }
  if (keys.includes(output.key)) return null;
  return `step "${output.step}" answers no "${output.key}".${suggestion(output.key, keys)}`;
}

function notKnownHere(name: string, field: ConditionField, { kinds }: KnownFields): string | null {
  if (!kinds || isKnownOf(field, kinds)) return null;
  if (kinds.length === 0) return `${name} is not known in a run that no event began`;
  const events = kinds.map((kind) => (kind === 'ticket' ? 'events of tickets' : kind));
  return `${name} is not known in ${events.join(', ')}`;
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

function unknownRunValue(
  { root, keys }: NonNullable<ReturnType<typeof runValueNamed>>,
  { vars = [], inputs = [], item = false }: KnownFields,
): string | null {
  if (root === 'item') {
    return item ? null : 'there is an item only in the steps of a "for"; move this step into one';
  }
  const [name] = keys;
  const names = root === 'vars' ? vars : inputs;
  if (names === 'any') return null;
  if (names.includes(name!)) return null;
  const meant = suggestion(name!, names);
  return root === 'vars'
    ? `no step before this sets "${name}"; add one with "set".${meant}`
    : `this Flow is started with no input "${name}"; add it to the trigger’s inputs.${meant}`;
}

function valueProblems(
  field: ConditionField,
  operator: Operator,
  value: Scalar | Scalar[],
): string[] {
  const { takes } = operators[operator];
  switch (takes) {
    case 'flag':
      return typeof value === 'boolean' ? [] : ['write true or false'];
    case 'flag-or-name':
      return typeof value === 'boolean' || (typeof value === 'string' && value !== '')
        ? []
        : ['write true, false or the name of a calendar'];
    case 'duration':
      return typeof value === 'string' && parseDuration(value) !== null ? [] : [writeDuration];
    case 'list':
      if (!Array.isArray(value)) return ['write a list of values'];
      break;
    case 'one':
      if (Array.isArray(value)) return [writeOne(field, operator)];
      break;
    case 'one-or-list':
      break;
  }
  return listOf(value).flatMap((one) => scalarProblem(field, operator, one) ?? []);
}

const writeDuration =
  'write days, hours, minutes or seconds as in 3d, 48h, 1h30m or 45s, at most a year';

/** For those who wrote several values: which operator takes them. */
const severalOf: Partial<Record<Operator, Operator>> = { is: 'in', contains: 'contains_any' };

function writeOne(field: ConditionField, operator: Operator): string {
  const several = severalOf[operator];
  if (!several || !operatorsFor(field).includes(several)) return 'write one value';
  return `write one value, or use "${several}" for several`;
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
  const { type, values } = field;
  const ofType: readonly Operator[] = operatorsOf[type];
  if (value === null && ofType.includes('is_set') && nullable.includes(operator)) return null;
  if (type !== 'date' && (operator === 'before' || operator === 'after')) {
    return isMoment(value) ? null : writeMoment;
  }
  if (operator === 'contains_word' && wordsOf(String(value ?? '')) === '') {
    return 'write a word, with letters or digits';
  }
  if (type === 'value') return null;
  if (isCustomType(type) && !values && value !== '') {
    const wrong = wrongValue({ type, options: [] }, value);
    return wrong && `write ${wrong}`;
  }
  if (typeof value !== 'string' || value === '') return 'write a text';
  if (!values || values.includes(value)) return null;
  return `"${value}" is no value of this field.${suggestion(value, values)}`;
}

const writeMoment = 'write a date such as 2026-11-23, or a time such as 2026-11-23T09:00:00Z';

/** With its zone: without one nobody knows when that is. */
function isMoment(value: Scalar): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isCustomType(type: ConditionField['type']): type is CustomFieldType {
  return (customFieldTypes as readonly string[]).includes(type);
}

function listOf(value: Scalar | Scalar[] | undefined): Scalar[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
