import { z } from 'zod';

/**
 * What a document may say where a value is wanted: any JSON. In it, an object whose only key is
 * `ref`, `template` or `cel`, with a text, stands for what that text finds when the step runs.
 */
export type ValueDocument =
  string | number | boolean | null | ValueDocument[] | { [key: string]: ValueDocument };

export const dynamicKinds = ['ref', 'template', 'cel'] as const;
export type DynamicKind = (typeof dynamicKinds)[number];

/** How long the text of each kind may be. */
export const sourceMaxLength: Record<DynamicKind, number> = {
  ref: 300,
  template: 100_000,
  cel: 2_000,
};

export const valueSchema: z.ZodType<ValueDocument> = (
  z.json() as unknown as z.ZodType<ValueDocument>
).meta({
  id: 'Value',
  description:
    'Any JSON. `{ ref: "ticket.priority" }`, `{ template: "Hello {{requester.name}}" }` and `{ cel: "size(ticket.tags) > 2" }` are worked out when the step runs.',
});

export interface Dynamic {
  kind: DynamicKind;
  source: string;
}

export interface DynamicPlace extends Dynamic {
  /** Dotted, relative to the value; empty for the value itself. */
  path: string;
}

/** What a value says is to be worked out, or null when it is written out. */
export function dynamicOf(value: unknown): Dynamic | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  if (entries.length !== 1) return null;
  const [key, source] = entries[0] as [string, unknown];
  const kind = dynamicKinds.find((one) => one === key);
  return kind && typeof source === 'string' ? { kind, source } : null;
}

/** The dynamic parts of a value, each with its place. */
export function dynamicPlaces(value: unknown, path = ''): DynamicPlace[] {
  if (typeof value !== 'object' || value === null) return [];
  const dynamic = dynamicOf(value);
  if (dynamic) return [{ path, ...dynamic }];
  return Object.entries(value).flatMap(([key, inner]) =>
    dynamicPlaces(inner, path === '' ? key : `${path}.${key}`),
  );
}
