import { canonicalJson } from './canonical';
import { isObject, outlineOf, type Outline, type OutlinedStep, type StepPlace } from './outline';

/** One value that is not the same; a missing `from` or `to` says that there is none. */
export interface FieldChange {
  /** Dotted, as problems have it: `with.text`, `if.when.all.1.is`. */
  path: string;
  from?: unknown;
  to?: unknown;
}

export interface StepSummary extends StepPlace {
  id: string;
  /** The action (`core.add-note@1`), or what kind of step it is (`wait`). */
  kind: string;
}

/** What makes one document another, by step ids: nothing of it depends on how it is written. */
export interface FlowDiff {
  /** Title, description, settings and what else is about the whole Flow. */
  fields: FieldChange[];
  triggers: {
    added: unknown[];
    removed: unknown[];
    /** `trigger` counts from 0 in the newer document. */
    changed: { trigger: number; changes: FieldChange[] }[];
  };
  steps: {
    added: StepSummary[];
    removed: StepSummary[];
    moved: { id: string; from: StepPlace; to: StepPlace }[];
    changed: { id: string; changes: FieldChange[] }[];
  };
}

/** From one document to another; null is the document that says nothing. */
export function diffFlows(from: unknown, to: unknown): FlowDiff {
  const [before, after] = [outlineOf(from), outlineOf(to)];
  const both = [...after.steps.values()].filter(({ id }) => before.steps.has(id));
  return {
    fields: fieldChanges(aboutTheWhole(from), aboutTheWhole(to)),
    triggers: triggerChanges(triggersOf(from), triggersOf(to)),
    steps: {
      added: only(after, before),
      removed: only(before, after),
      moved: movedSteps(before, after),
      changed: both.flatMap(({ id, own }) => {
        const changes = fieldChanges(before.steps.get(id)!.own, own);
        return changes.length > 0 ? [{ id, changes }] : [];
      }),
    },
  };
}

/** True when nothing that has a meaning differs. */
export function isSame({ fields, triggers, steps }: FlowDiff): boolean {
  const lists = [fields, ...Object.values(triggers), ...Object.values(steps)];
  return lists.every((list) => list.length === 0);
}

/** Every value that differs: object by object, and item by item where lists are as long. */
export function fieldChanges(from: unknown, to: unknown, path: string[] = []): FieldChange[] {
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) =>
      fieldChanges(valueOf(from, key), valueOf(to, key), [...path, key]),
    );
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.flatMap((one, index) => fieldChanges(one, to[index], [...path, String(index)]));
  }
  if (from === undefined ? to === undefined : to !== undefined && sameJson(from, to)) return [];
  return [
    {
      path: path.join('.'),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  ];
}

export function sameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** A document without what is compared in its own way. */
export function aboutTheWhole(document: unknown): Record<string, unknown> {
  if (!isObject(document)) return {};
  const { on: _on, steps: _steps, ...rest } = document;
  return rest;
}

function triggersOf(document: unknown): unknown[] {
  const on = isObject(document) ? document['on'] : undefined;
  return Array.isArray(on) ? on : [];
}

/** Equal triggers are the same one, then those of the same kind in order; their order says nothing. */
function triggerChanges(from: unknown[], to: unknown[]): FlowDiff['triggers'] {
  const left = from.map((trigger, index) => ({ trigger, index }));
  const take = (is: (trigger: unknown) => boolean): { trigger: unknown } | undefined => {
    const place = left.findIndex(({ trigger }) => is(trigger));
    return place < 0 ? undefined : left.splice(place, 1)[0];
  };
  const others = to
    .map((trigger, index) => ({ trigger, index }))
    .filter(({ trigger }) => !take((one) => sameJson(one, trigger)));
  const changed: FlowDiff['triggers']['changed'] = [];
  const added: unknown[] = [];
  for (const { trigger, index } of others) {
    const same = take((one) => triggerKind(one) === triggerKind(trigger));
    if (same) changed.push({ trigger: index, changes: fieldChanges(same.trigger, trigger) });
    else added.push(trigger);
  }
  return { added, removed: left.map(({ trigger }) => trigger), changed };
}

/** `ticket.created`, or the key that tells it from other triggers: `schedule`, `webhook`. */
export function triggerKind(trigger: unknown): string {
  if (!isObject(trigger)) return '';
  const { event } = trigger;
  return typeof event === 'string' ? event : (triggerKinds.find((kind) => kind in trigger) ?? '');
}

const triggerKinds = ['schedule', 'webhook', 'manual', 'called'];

function only(here: Outline, there: Outline): StepSummary[] {
  return [...here.steps.values()]
    .filter(({ id }) => !there.steps.has(id))
    .map((step) => ({ id: step.id, kind: kindOf(step), ...step.place }));
}

/** The key that tells a kind of step from the others. */
export const stepKinds = [
  ...['use', 'if', 'switch', 'for', 'wait', 'parallel', 'flow', 'approve', 'set', 'stop'],
];

function kindOf({ own }: OutlinedStep): string {
  const { use } = own;
  return typeof use === 'string' ? use : (stepKinds.find((kind) => kind in own) ?? '');
}

/** Those in another list, and of each list the fewest whose moving explains its order. */
function movedSteps(before: Outline, after: Outline): FlowDiff['steps']['moved'] {
  const stayed = new Set<string>();
  for (const [list, ids] of after.lists) {
    const earlier = before.lists.get(list) ?? [];
    const common = ids.filter((id) => earlier.includes(id));
    for (const id of inSameOrder(common, earlier)) stayed.add(id);
  }
  return [...after.steps.values()].flatMap(({ id, place }) => {
    const old = before.steps.get(id);
    return !old || stayed.has(id) ? [] : [{ id, from: old.place, to: place }];
  });
}

/** The longest part of `ids` that is in the order of `other`. */
function inSameOrder(ids: readonly string[], other: readonly string[]): string[] {
  const places = ids.map((id) => other.indexOf(id));
  const best: { length: number; before: number }[] = [];
  places.forEach((place, index) => {
    let found = { length: 1, before: -1 };
    for (let earlier = 0; earlier < index; earlier += 1) {
      const length = best[earlier]!.length + 1;
      if (places[earlier]! < place && length > found.length) found = { length, before: earlier };
    }
    best.push(found);
  });
  const kept: string[] = [];
  let at = best.reduce(
    (top, { length }, index) => (length > (best[top]?.length ?? 0) ? index : top),
    -1,
  );
  for (; at >= 0; at = best[at]!.before) kept.unshift(ids[at]!);
  return kept;
}

function valueOf(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
