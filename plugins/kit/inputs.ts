import { z } from 'zod';
import { renderTemplate, type TemplateKind } from '../../flows/templates/template';

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
  return z.string().min(1).max(320).meta({ title, reference: 'agent' });
}

export type JsonValue = z.infer<ReturnType<typeof z.json>>;

export interface TemplateInput {
  path: string;
  kind: TemplateKind;
  source: string;
}

/** The templates among the inputs of a step, each with its dotted place. */
export function templatesIn(schema: z.ZodObject, inputs: Record<string, unknown>): TemplateInput[] {
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    markOf(field, 'template') === undefined ? [] : textsIn(inputs[name], name),
  );
}

/** The agents that the inputs of a step name. */
export function referencesIn(
  schema: z.ZodObject,
  inputs: Record<string, unknown>,
): { path: string; to: 'agent'; name: string }[] {
  return Object.entries(schema.shape).flatMap(([path, field]) => {
    const name = inputs[path];
    if (markOf(field, 'reference') !== 'agent' || typeof name !== 'string') return [];
    return [{ path, to: 'agent' as const, name }];
  });
}

/** The inputs with every template rendered. Throws `TemplateError`. */
export function renderInputs(
  schema: z.ZodObject,
  inputs: Record<string, unknown>,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const rendered = Object.entries(inputs).map(([name, input]) => {
    const isTemplate = markOf(schema.shape[name], 'template') !== undefined;
    return [name, isTemplate ? renderTexts(input, values) : input];
  });
  return Object.fromEntries(rendered) as Record<string, unknown>;
}

function markOf(field: unknown, mark: 'template' | 'reference'): unknown {
  if (field instanceof z.ZodOptional) return markOf(field.unwrap(), mark);
  return field instanceof z.ZodType ? field.meta()?.[mark] : undefined;
}

function textsIn(value: unknown, path: string): TemplateInput[] {
  if (typeof value === 'string') return [{ path, kind: 'text', source: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

function renderTexts(value: unknown, values: Record<string, unknown>): unknown {
  if (typeof value === 'string') return renderTemplate(value, 'text', values);
  if (Array.isArray(value)) return value.map((item) => renderTexts(item, values));
  if (typeof value !== 'object' || value === null) return value;
  const rendered = Object.entries(value).map(([key, inner]) => [key, renderTexts(inner, values)]);
  return Object.fromEntries(rendered);
}
