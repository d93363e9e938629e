import { stringify } from 'yaml';

/**
 * A document as people write it: YAML in which what something is comes first and every other key
 * stands in the order of the alphabet, so that the same content is the same text.
 */
export function writeYaml(document: unknown): string {
  return stringify(inOrder(document), { lineWidth: 100 });
}

const firstKeys = [
  ...['language', 'flow', 'title', 'description', 'on', 'settings', 'outputs', 'steps'],
  ...['id', 'use', 'event', 'field', 'name', 'with', 'for', 'each', 'when', 'is'],
  ...['then', 'else', 'do', 'until', 'onEvent', 'onTimeout', 'onApprove', 'onReject'],
];

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const place = (key: string): number => firstKeys.indexOf(key) + 1 || firstKeys.length + 1;
  const entries = Object.entries(value).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
