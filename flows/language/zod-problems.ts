import { z } from 'zod';
import type { Problem } from '../../domain/domain-error';
import { nearest, suggestion } from './suggest';

/** Every problem that a zod schema finds in a value, each with its dotted path and a remedy. */
export function zodProblems(schema: z.ZodType, value: unknown, under: string[] = []): Problem[] {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return [];
  const whole = { schema, root: value };
  return result.error.issues
    .flatMap((issue) => flatten(issue, whole, []))
    .map(({ path, message }) => ({ path: [...under, ...path].join('.'), message }));
}

type Issue = z.core.$ZodIssue;
type Placed = { path: string[]; message: string };
interface Whole {
  schema: z.ZodType;
  root: unknown;
}

/** In a union, the problems of what was most probably meant. */
function flatten(issue: Issue, whole: Whole, above: string[]): Placed[] {
  const path = [...above, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKey(key, kindsAt(whole, path)),
    }));
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    return [{ path, message: sentence(issue) }];
  }
  const value = valueAt(whole.root, path);
  const kinds = kindsAt(whole, path);
  const problem = kinds.keys.length > 1 ? notOneKind(value, kinds, path) : null;
  if (problem) return [problem];
  if (issue.errors.every((branch) => branch.length === 1 && branch[0]!.path.length === 0)) {
    return [{ path, message: noneOfTypes(issue, value) }];
  }
  const branches = issue.errors.map((branch) => ({ branch, cost: cost(branch, value) }));
  const meant = branches.reduce((best, next) => (next.cost < best.cost ? next : best));
  return meant.branch.flatMap((inner) => flatten(inner, whole, path));
}

/** What an object may be at a place: each kind has a key that says that it is meant. */
interface Kinds {
  /** The key of each kind; none where there is one kind only. */
  keys: string[];
  /** Those that the object has. */
  given: string[];
  /** All keys of the kinds that are given, or of all where none is. */
  known: string[];
  all: string[];
}

function kindsAt({ schema, root }: Whole, path: readonly string[]): Kinds {
  const value = valueAt(root, [...path]);
  const objects = schemasAt(schema, path);
  const keysOf = (some: z.ZodObject[]): string[] => [
    ...new Set(some.flatMap((object) => Object.keys(object.shape))),
  ];
  const kindOf = (object: z.ZodObject): string | undefined =>
    Object.keys(object.shape).find(
      (key) =>
        !(object.shape[key] instanceof z.ZodOptional) &&
        objects.some((other) => !Object.hasOwn(other.shape, key)),
    );
  const has = (key: string | undefined): boolean =>
    key !== undefined && typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  const meant = objects.filter((object) => has(kindOf(object)));
  const keys = objects.flatMap((object) => kindOf(object) ?? []);
  return {
    keys,
    given: keys.filter(has),
    known: keysOf(meant.length > 0 ? meant : objects),
    all: keysOf(objects),
  };
}

function unknownKey(key: string, { keys, given, known, all }: Kinds): string {
  const others = given.filter((one) => one !== key);
  if (all.includes(key) && others.length > 0) {
    return keys.includes(key)
      ? `"${key}" does not go together with "${others[0]}"; put each into one of its own`
      : `"${key}" does not go together with "${others[0]}"; take it out`;
  }
  return `"${key}" is not known here.${suggestion(key, known)}`;
}

/** What is wrong with something that is of none of the kinds, or of several. */
function notOneKind(value: unknown, kinds: Kinds, path: string[]): Placed | null {
  const { keys, given, all } = kinds;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { path, message: `this should be an object with one of ${keys.join(', ')}` };
  }
  if (given.length > 1) {
    const key = given[1]!;
    return {
      path: [...path, key],
      message: unknownKey(key, { ...kinds, given: given.slice(0, 1) }),
    };
  }
  if (given.length === 1) return null;
  const unknown = Object.keys(value).filter((key) => !all.includes(key));
  const misspelt = unknown.find((key) => nearest(key, keys)) ?? unknown[0];
  return misspelt === undefined
    ? { path, message: `say what this is by one of ${keys.join(', ')}` }
    : {
        path: [...path, misspelt],
        message: `"${misspelt}" is not known here.${suggestion(misspelt, keys)}`,
      };
}

/** For a union of plain types, of which the value has none. */
function noneOfTypes(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if (value === undefined) return 'this is missing';
  const issues = leavesOf(issue);
  const types = [
    ...new Set(
      issues.flatMap((one) => {
        if (one.code === 'invalid_type') return [article(one.expected)];
        return one.code === 'invalid_value' && one.values[0] === null ? ['null'] : [];
      }),
    ),
  ];
  const other = issues.find((one) => one.code !== 'invalid_type' && !isNull(one));
  if (!other) return `this should be ${listed(types)}`;
  if (other.code !== 'invalid_value' || typeof value === 'string') return sentence(other);
  return `this should be ${listed([...other.values.map(String), ...types])}`;
}

const isNull = (issue: Issue): boolean =>
  issue.code === 'invalid_value' && issue.values[0] === null;

function leavesOf(issue: Issue): Issue[] {
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(leavesOf) : [issue];
}

function listed(words: readonly string[]): string {
  const others = words.slice(0, -1);
  return others.length > 0 ? `${others.join(', ')} or ${words.at(-1)}` : words.join();
}

/** A branch whose own keys are missing, or which does not know the keys there are, was not meant. */
function cost(branch: readonly Issue[], value: unknown): number {
  return branch.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 5 * issue.keys.length;
    const [key, ...deeper] = issue.path;
    if (key === undefined) return sum + 20;
    const missing = deeper.length === 0 && valueAt(value, [String(key)]) === undefined;
    return sum + (missing ? 8 : 1);
  }, 0);
}

function valueAt(root: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    root,
  );
}

function sentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return notAllowed(issue.input, issue.values.map(String));
    case 'invalid_type':
      return issue.input === undefined
        ? 'this is missing'
        : `this should be ${article(issue.expected)}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'too_small':
      return isOwn(issue) ? issue.message : tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return isOwn(issue) ? issue.message : tooBig(issue.origin, Number(issue.maximum));
    default:
      return issue.message;
  }
}

/** The schema says it better than zod, whose sentences begin so. */
function isOwn({ message }: Issue): boolean {
  return !/^Too (small|big)/.test(message);
}

function tooSmall(of: string, least: number): string {
  if (of === 'string')
    return least === 1 ? 'write something' : `write at least ${least} characters`;
  if (of === 'array') return least === 1 ? 'write at least one' : `write at least ${least}`;
  return `write a number of at least ${least}`;
}

function tooBig(of: string, most: number): string {
  if (of === 'string') return `write at most ${most} characters`;
  return of === 'array' ? `write at most ${most}` : `write a number of at most ${most}`;
}

function notAllowed(input: unknown, allowed: string[]): string {
  if (input === undefined) return 'this is missing';
  if (allowed.length === 1) return `this must be ${allowed[0]}`;
  const given = typeof input === 'string' ? `"${input}"` : 'this';
  const meant = typeof input === 'string' ? suggestion(input, allowed) : '';
  return `${given} is not allowed.${meant || ` Known here: ${allowed.join(', ')}.`}`;
}

function article(expected: string): string {
  const names: Record<string, string> = { array: 'list', record: 'object', int: 'whole number' };
  if (expected === 'null') return expected;
  const name = names[expected] ?? expected;
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
}

function schemasAt(schema: unknown, path: readonly string[]): z.ZodObject[] {
  const [key, ...rest] = path;
  if (schema instanceof z.ZodLazy) return schemasAt(schema.unwrap(), path);
  if (schema instanceof z.ZodOptional) return schemasAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => schemasAt(one, path));
  if (schema instanceof z.ZodObject) {
    if (key === undefined) return [schema];
    return Object.hasOwn(schema.shape, key) ? schemasAt(schema.shape[key], rest) : [];
  }
  if (schema instanceof z.ZodArray && key !== undefined) return schemasAt(schema.element, rest);
  return [];
}
