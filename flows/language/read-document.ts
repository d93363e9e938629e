import { parseDocument as parseYaml } from 'yaml';
import type { Problem } from '../../domain/domain-error';
import { documentSchema, type FlowDocument } from './document';
import { zodProblems } from './zod-problems';

export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** A value from YAML or JSON text (JSON is YAML). Problems name line and column. */
export function readText(text: string): Read<unknown> {
  // The core schema has no dates and no merge keys; aliases may not blow up (billion laughs).
  const parsed = parseYaml(text, { schema: 'core', uniqueKeys: true, prettyErrors: true });
  if (parsed.errors.length > 0) {
    return {
      ok: false,
      problems: parsed.errors.map((error) => ({ path: '', message: error.message })),
    };
  }
  try {
    return { ok: true, value: parsed.toJS({ maxAliasCount: 50 }) as unknown };
  } catch {
    return { ok: false, problems: [{ path: '', message: 'the document has too many aliases' }] };
  }
}

/** A document of the right shape, or everything that is wrong with its shape. */
export function readDocument(value: unknown): Read<FlowDocument> {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: zodProblems(documentSchema, value) };
}
