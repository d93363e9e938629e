import { parseDocument as parseYaml } from 'yaml';
import type { Problem } from '../../domain/domain-error';
import { documentSchema, type FlowDocument } from './document';
import { upgradeDocument } from './upgrade';
import { zodProblems } from './zod-problems';

export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** A value from YAML or JSON text (JSON is YAML). Problems name line and column. */
export function readText(text: string): Read<unknown> {
  if (text.length > textMaxLength) return refusal('the document is too long');
  // The core schema has no dates and no merge keys; aliases may not blow up (billion laughs).
  try {
    const parsed = parseYaml(text, { schema: 'core', uniqueKeys: true, prettyErrors: true });
    if (parsed.errors.length > 0) return refusal(...parsed.errors.map((error) => error.message));
    return { ok: true, value: parsed.toJS({ maxAliasCount: 50 }) as unknown };
  } catch {
    return refusal('the document has too many aliases or is nested too deeply');
  }
}

/**
 * A document of the right shape in the present version of the language, or everything that is wrong
 * with its shape.
 */
export function readDocument(given: unknown): Read<FlowDocument> {
  if (isNestedDeeply(given)) return refusal('the document is nested too deeply');
  const value = upgradeDocument(given);
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: zodProblems(documentSchema, value) };
}

/** Deeper than anybody writes; what follows a document by recursion is safe up to here. */
export function isNestedDeeply(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return false;
}

const deepest = 60;
const textMaxLength = 1_000_000;

function refusal(...messages: string[]): { ok: false; problems: Problem[] } {
  return { ok: false, problems: messages.map((message) => ({ path: '', message })) };
}
