import { z } from 'zod';
import type { Problem } from '../../domain/domain-error';
import type { ReferenceKind } from '../../flows/language/conditions';
import { zodProblems } from '../../flows/language/zod-problems';
import { evaluateCel } from '../../flows/values/cel';
import { resolveDynamic, type Values } from '../../flows/values/resolve-value';
import { dynamicOf, dynamicPlaces, type DynamicPlace } from '../../flows/values/value';
import { renderTemplate } from '../../flows/templates/template';

/** A text with `{{variables}}`, rendered when the step runs. */
export function template(title: string, maxLength: number): z.ZodString {
  return z.string().min(1).max(maxLength).meta({ title, template: 'text' });
}

/** Any JSON; the texts in it are templates. */
export function jsonTemplate(title: string): z.ZodType<JsonValue> {
  return z.json().meta({ title, template: 'json' }) as z.ZodType<JsonValue>;
}

/** An agent by e-mail address or id; publishing checks that there is one. */
export function agentReference(title: string): z.ZodString {
  return reference(title, 'agent');
}

/** A team by name or id, checked likewise. */
export function teamReference(title: string): z.ZodString {
  return reference(title, 'team');
}

/** A macro that others than its owner see, by name or id, checked likewise. */
export function macroReference(title: string): z.ZodString {
  return reference(title, 'macro');
}

/** A connection by name, checked likewise. */
export function connectionReference(title: string): z.ZodString {
  return reference(title, 'connection');
}

function reference(title: string, to: ReferenceKind): z.ZodString {
  return z.string().min(1).max(320).meta({ title, reference: to });
}

export type JsonValue = z.infer<ReturnType<typeof z.json>>;

/**
 * Everything in the inputs of a step that is worked out when it runs: templates, references and
 * expressions wherever they stand, and the plain texts of fields that are templates.
 */
export function valuesIn(schema: z.ZodObject, inputs: Record<string, unknown>): DynamicPlace[] {
  return Object.entries(inputs).flatMap(([name, input]) =>
    isTemplate(schema, name) ? textsIn(input, name) : dynamicPlaces(input, name),
  );
}

/**
 * What is wrong with inputs as they are written. What will stand at a dynamic place, and so in all
 * that is around it, shows when the step runs.
 */
export function inputProblems(schema: z.ZodObject, inputs: Record<string, unknown>): Problem[] {
  const dynamic = Object.entries(inputs).flatMap(([name, input]) => dynamicPlaces(input, name));
  return zodProblems(schema, inputs).filter(
    (problem) =>
      !dynamic.some(({ path }) => isBelow(problem.path, path) || isBelow(path, problem.path)),
  );
}

/** The agents, teams and macros that the inputs of a step name. */
export function referencesIn(
  schema: z.ZodObject,
  inputs: Record<string, unknown>,
): { path: string; to: ReferenceKind; name: string }[] {
  return Object.entries(schema.shape).flatMap(([path, field]) => {
    const name = inputs[path];
    const to = markOf(field, 'reference') as ReferenceKind | undefined;
    return to === undefined || typeof name !== 'string' ? [] : [{ path, to, name }];
  });
}

/** The inputs with every value worked out. Throws `TemplateError`. */
export function renderInputs(
  schema: z.ZodObject,
  inputs: Record<string, unknown>,
  values: Values,
): Record<string, unknown> {
  const rendered = Object.entries(inputs).map(([name, input]) => {
    const value = rendering(input, values, isTemplate(schema, name));
    return [name, isText(schema, name) ? asText(value) : value];
  });
  return Object.fromEntries(rendered) as Record<string, unknown>;
}

function isTemplate(schema: z.ZodObject, name: string): boolean {
  return markOf(fieldOf(schema, name), 'template') !== undefined;
}

/** A field of one text, as opposed to JSON with texts in it. */
function isText(schema: z.ZodObject, name: string): boolean {
  return markOf(fieldOf(schema, name), 'template') === 'text';
}

function fieldOf(schema: z.ZodObject, name: string): unknown {
  return Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
}

function markOf(field: unknown, mark: 'template' | 'reference'): unknown {
  if (field instanceof z.ZodOptional || field instanceof z.ZodNullable) {
    return markOf(field.unwrap(), mark);
  }
  return field instanceof z.ZodType ? field.meta()?.[mark] : undefined;
}

function textsIn(value: unknown, path: string): DynamicPlace[] {
  if (typeof value === 'string') return [{ path, kind: 'template', source: value }];
  if (typeof value !== 'object' || value === null) return [];
  const dynamic = dynamicOf(value);
  if (dynamic) return [{ path, ...dynamic }];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

/** Each part is worked out once: what a reference brings in is data, whatever braces it has. */
function rendering(value: unknown, values: Values, textsAreTemplates: boolean): unknown {
  if (typeof value === 'string') {
    return textsAreTemplates ? renderTemplate(value, 'text', values) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const dynamic = dynamicOf(value);
  if (dynamic) return resolveDynamic(dynamic, values, { evaluateCel });
  if (Array.isArray(value)) return value.map((one) => rendering(one, values, textsAreTemplates));
  const rendered = Object.entries(value).map(([key, inner]) => [
    key,
    rendering(inner, values, textsAreTemplates),
  ]);
  return Object.fromEntries(rendered);
}

/** A number or true and false where a text is wanted is written out, as in a template. */
function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** Whether a dotted path is another one, or leads on from it; the empty one is above all. */
function isBelow(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}.`);
}
