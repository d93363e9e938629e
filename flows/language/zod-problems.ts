import { z } from 'zod';
import type { Problem } from '../../domain/domain-error';
import { suggestion } from './suggest';

/** Every problem that a zod schema finds in a value, each with its dotted path and a remedy. */
export function zodProblems(schema: z.ZodType, value: unknown, under: string[] = []): Problem[] {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return [];
  const issues = result.error.issues.flatMap((issue) => flatten(issue, value, []));
  return issues.map(({ issue, path }) => ({
    path: [...under, ...path].join('.'),
    message: sentence(issue, () => keysAt(schema, path.slice(0, -1))),
  }));
}

type Issue = z.core.$ZodIssue;
type Placed = { issue: Issue; path: string[] };

/** In a union, the problems of the branch that was most probably meant. */
function flatten(issue: Issue, root: unknown, above: string[]): Placed[] {
  const path = [...above, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ issue: { ...issue, keys: [key] }, path: [...path, key] }));
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  if (issue.errors.every((branch) => branch.length === 1 && branch[0]!.path.length === 0)) {
    return flattenShapeless(issue, path);
  }
  const value = valueAt(root, path);
  const branches = issue.errors.map((branch) => ({ branch, cost: cost(branch, value) }));
  const meant = branches.reduce((best, next) => (next.cost < best.cost ? next : best));
  return meant.branch.flatMap((inner) => flatten(inner, root, path));
}

function flattenShapeless(issue: z.core.$ZodIssueInvalidUnion, path: string[]): Placed[] {
  const branch = issue.errors.find((errors) => errors[0]!.code !== 'invalid_type');
  return [{ issue: branch ? branch[0]! : issue, path }];
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

function sentence(issue: Issue, knownKeys: () => string[]): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `"${issue.keys[0]}" is not known here.${suggestion(issue.keys[0]!, knownKeys())}`;
    case 'invalid_value':
      return notAllowed(issue.input, issue.values.map(String));
    case 'invalid_union':
      return 'this has none of the allowed shapes';
    case 'invalid_type':
      return issue.input === undefined
        ? 'this is missing'
        : `this should be ${article(issue.expected)}`;
    default:
      return issue.message;
  }
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
  const name = names[expected] ?? expected;
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The keys that objects at this place may have. */
function keysAt(schema: unknown, path: readonly string[]): string[] {
  return [...new Set(schemasAt(schema, path).flatMap((object) => Object.keys(object.shape)))];
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
