import { renderTemplate } from '../templates/template';
import { TemplateError } from '../templates/template-error';
import { reachPath, refParts } from './path';
import { dynamicOf, type Dynamic, type ValueDocument } from './value';

export type Values = Readonly<Record<string, unknown>>;

/** Hands in CEL, whose parser not everybody who resolves values should have to load. */
export interface Resolving {
  evaluateCel(source: string, values: Values): unknown;
}

/**
 * A value with everything dynamic in it worked out, once: what comes out of a `ref` is data, never
 * a template. Throws `TemplateError` where a variable has no value.
 */
export function resolveValue(value: unknown, values: Values, resolving: Resolving): ValueDocument {
  if (typeof value !== 'object' || value === null) return value as ValueDocument;
  const dynamic = dynamicOf(value);
  if (dynamic) return resolveDynamic(dynamic, values, resolving);
  if (Array.isArray(value)) return value.map((one) => resolveValue(one, values, resolving));
  const resolved = Object.entries(value).map(([key, inner]) => [
    key,
    resolveValue(inner, values, resolving),
  ]);
  return Object.fromEntries(resolved) as ValueDocument;
}

/** The same for one dynamic part. */
export function resolveDynamic(
  { kind, source }: Dynamic,
  values: Values,
  { evaluateCel }: Resolving,
): ValueDocument {
  switch (kind) {
    case 'ref':
      return valueOf(source, values);
    case 'template':
      return renderTemplate(source, 'text', values);
    case 'cel':
      return evaluateCel(source, values) as ValueDocument;
  }
}

function valueOf(ref: string, values: Values): ValueDocument {
  const found = reachPath(values, refParts(ref));
  if (found === undefined || found === null || typeof found === 'function') {
    throw new TemplateError(`the variable "${ref}" has no value`);
  }
  return found as ValueDocument;
}
