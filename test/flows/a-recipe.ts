import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Installation } from '../../flows/language/installation';
import type { FlowDocument } from '../../flows/language/document';
import { readDocument, readText } from '../../flows/language/read-document';
import { isCall, placedSteps } from '../../flows/language/steps';

const folder = path.join(__dirname, '../../docs/recipes');
const ending = '.flow.yaml';

/** The recipes of docs/recipes.md by their slugs, as they are written. */
export const recipes = readdirSync(folder)
  .filter((file) => file.endsWith(ending))
  .sort()
  .map((file) => ({
    slug: file.slice(0, -ending.length),
    yaml: readFileSync(path.join(folder, file), 'utf8'),
  }));

export function documentOf(yaml: string): FlowDocument {
  const text = readText(yaml);
  const read = text.ok ? readDocument(text.value) : text;
  if (read.ok) return read.value;
  throw new Error(read.problems.map(({ path: at, message }) => `${at}: ${message}`).join('\n'));
}

/** What documents may name that others of them offer. */
export function callableAmong(
  documents: readonly FlowDocument[],
): NonNullable<Installation['callable']> {
  return new Map(
    documents.flatMap((document) => {
      const called = document.on.find((trigger) => 'called' in trigger);
      if (!called || !('called' in called)) return [];
      const inputs = (called.called.inputs ?? []).map((input) => ({
        ...input,
        default: input.default ?? null,
        required: input.required ?? false,
        options: input.options ?? [],
      }));
      const calls = placedSteps(document).flatMap(({ step }) => (isCall(step) ? [step.flow] : []));
      return [
        [document.flow, { inputs, outputs: Object.keys(document.outputs ?? {}), calls }] as const,
      ];
    }),
  );
}
