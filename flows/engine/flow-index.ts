import type { Condition, Trigger } from './definition';
import { changeOf, customFieldName, customFieldNamed, fieldNames, findField } from './fields';
import type { Seen } from './seen';

/** Finds the Flows that an event may start without looking at all of them. */
export interface FlowIndex<F extends Indexed> {
  /** Those that may match: no Flow that matches is left out, some that do not may be in. */
  candidates(seen: Seen): F[];
  /** All that listen for this kind of event. */
  listening(event: string): readonly F[];
}

export interface Indexed {
  triggers: readonly Trigger[];
}

/**
 * Sorts each trigger by its event and then by one equality-like test that must hold for it
 * (`is`, `in`, `contains`, `changed_to`, `changed_from`): of those it has, the one that the
 * fewest others are filed under. A trigger without any is looked at for every such event.
 */
export function buildFlowIndex<F extends Indexed>(flows: readonly F[]): FlowIndex<F> {
  const listening = new Map<string, F[]>();
  const filed = new Map<string, F[]>();
  for (const flow of flows) {
    for (const event of new Set(flow.triggers.map((trigger) => trigger.event))) {
      file(listening, event, flow);
    }
    for (const trigger of flow.triggers) {
      const keys = fewestNeighbours(keySets(trigger.when), trigger.event, filed);
      for (const key of keys) file(filed, `${trigger.event} ${key}`, flow);
    }
  }
  return {
    candidates(seen) {
      const found = new Set<F>();
      for (const key of keysOf(seen)) {
        for (const flow of filed.get(`${seen.event.type} ${key}`) ?? []) found.add(flow);
      }
      return [...found];
    },
    listening: (event) => listening.get(event) ?? [],
  };
}

const always = '*';

/** Ways to file a condition: each a set of keys of which an event must have one for it to hold. */
function keySets(condition: Condition | null): string[][] {
  if (condition === null || 'not' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(keySets);
  if ('any' in condition) {
    const parts = condition.any.map((part) => keySets(part)[0]);
    return parts.length > 0 && parts.every((part) => part !== undefined) ? [parts.flat()] : [];
  }
  const { field, operator, value } = condition;
  if (!findField(field) || field.startsWith('steps.')) return [];
  const values = Array.isArray(value) ? value : [value];
  const isCustom = customFieldNamed(field) !== null;
  switch (operator) {
    case 'is':
    case 'in':
      // A custom field that is not set stands in no event, so it has no key there.
      if (isCustom && values.includes(null)) return [];
      return [values.map((one) => key(field, 'is', one))];
    case 'contains':
    case 'contains_any':
      // In a custom field it may be a part of a text.
      return isCustom ? [] : [values.map((one) => key(field, 'is', one))];
    case 'changed_to':
      return [values.map((one) => key(field, 'to', one))];
    case 'changed_from':
      return [values.map((one) => key(field, 'from', one))];
    default:
      return [];
  }
}

function fewestNeighbours(
  sets: string[][],
  event: string,
  filed: ReadonlyMap<string, unknown[]>,
): readonly string[] {
  const neighbours = (keys: string[]): number =>
    keys.reduce((sum, one) => sum + (filed.get(`${event} ${one}`)?.length ?? 0), 0);
  let best: { keys: readonly string[]; count: number } = { keys: [always], count: Infinity };
  for (const keys of sets) {
    const count = neighbours(keys);
    if (count < best.count) best = { keys, count };
  }
  return best.keys;
}

/** Every key that an event has. */
function keysOf(seen: Seen): string[] {
  const keys = [always];
  const slugs = new Set([
    ...Object.keys(seen.customFields ?? {}),
    ...Object.keys(seen.event.changes.customFields?.to ?? {}),
  ]);
  for (const name of [...fieldNames, ...[...slugs].map(customFieldName)]) {
    const field = findField(name)!;
    const value = field.read(seen);
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      keys.push(key(name, 'is', one));
    }
    const change = changeOf(field, seen);
    if (change) keys.push(key(name, 'from', change.from), key(name, 'to', change.to));
  }
  return keys;
}

function key(field: string, how: 'is' | 'from' | 'to', value: unknown): string {
  return `${how} ${field} ${JSON.stringify(value)}`;
}

function file<F>(into: Map<string, F[]>, under: string, flow: F): void {
  const there = into.get(under);
  if (!there) into.set(under, [flow]);
  else if (there.at(-1) !== flow) there.push(flow);
}
