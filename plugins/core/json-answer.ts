import type { JsonValue } from '../kit/inputs';

/** What a text says as JSON; undefined when it is none. */
export function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The same without what Postgres cannot keep: NUL, and halves of surrogate pairs. */
export function storable(value: JsonValue): JsonValue {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(storable);
  const entries = Object.entries(value).map(([key, inner]) => [text(key), storable(inner)]);
  return Object.fromEntries(entries) as JsonValue;
}

function text(given: string): string {
  return given.replaceAll('\0', '\ufffd').toWellFormed();
}
