import type { Condition, Trigger } from './definition';
import { changeOf, customFieldNamed, findField, type ConditionField } from './fields';
import type { Seen } from './seen';

/** A Flow as the index knows it; `id` stays the same from version to version. */
export interface Indexed {
  id: string | number;
  triggers: readonly Trigger[];
}

/**
 * Finds the Flows that an event may start without looking at all of them. Never changed: Flows that
 * are added or taken away give a new index, which shares what stayed the same.
 */
export interface FlowIndex<F extends Indexed> {
  flows: ReadonlyMap<F['id'], F>;
  byEvent: ReadonlyMap<string, Listeners<F>>;
}

/** Who listens for one kind of event. */
interface Listeners<F> {
  all: Set<F>;
  /** Flows by the test that they are filed under, such as that the priority is something. */
  tests: Map<string, TestFile<F>>;
  /** Those of which a trigger has no such test: looked at for every such event. */
  unfiled: Set<F>;
}

interface TestFile<F> {
  field: ConditionField;
  how: How;
  /** By the value that the test asks for. These lists are shared between indexes. */
  byValue: Map<unknown, readonly F[]>;
}

/** That a field is a value (or has it among others), or was changed from it or to it. */
type How = 'is' | 'from' | 'to';

interface Key {
  name: string;
  field: ConditionField;
  how: How;
  value: unknown;
}

export function buildFlowIndex<F extends Indexed>(flows: readonly F[]): FlowIndex<F> {
  return withFlows({ flows: new Map(), byEvent: new Map() }, flows);
}

/** The index with these Flows as they are now, each instead of an earlier one of its id. */
export function withFlows<F extends Indexed>(
  index: FlowIndex<F>,
  flows: readonly F[],
): FlowIndex<F> {
  const next = draftOf(index);
  for (const flow of flows) {
    takeOut(next, flow.id);
    putIn(next, flow);
  }
  return next;
}

/** The index without these Flows. */
export function withoutFlows<F extends Indexed>(
  index: FlowIndex<F>,
  ids: readonly F['id'][],
): FlowIndex<F> {
  const next = draftOf(index);
  for (const id of ids) takeOut(next, id);
  return next;
}

/** Those that may match: no Flow that matches is left out, some that do not may be in. */
export function candidatesFor<F extends Indexed>(index: FlowIndex<F>, seen: Seen): F[] {
  const listeners = index.byEvent.get(seen.event.type);
  if (!listeners) return [];
  const found = new Set(listeners.unfiled);
  for (const { field, how, byValue } of listeners.tests.values()) {
    for (const value of valuesSeen(field, how, seen)) {
      for (const flow of byValue.get(value) ?? []) found.add(flow);
    }
  }
  return [...found];
}

/** All that listen for this kind of event. */
export function listenersFor<F extends Indexed>(
  index: FlowIndex<F>,
  event: string,
): ReadonlySet<F> {
  return index.byEvent.get(event)?.all ?? new Set();
}

function valuesSeen(field: ConditionField, how: How, seen: Seen): readonly unknown[] {
  if (how !== 'is') {
    const change = changeOf(field, seen);
    return change ? [change[how]] : [];
  }
  const value = field.read(seen);
  return Array.isArray(value) ? value : [value];
}

/** An index that is being made. Kinds of events that it did not copy yet it shares with others. */
interface Draft<F extends Indexed> {
  flows: Map<F['id'], F>;
  byEvent: Map<string, Listeners<F>>;
  copied: Set<string>;
}

function draftOf<F extends Indexed>({ flows, byEvent }: FlowIndex<F>): Draft<F> {
  return { flows: new Map(flows), byEvent: new Map(byEvent), copied: new Set() };
}

/**
 * Files each trigger under one equality-like test that must hold for it (`is`, `in`, `contains`,
 * `changed_to`, `changed_from`): of those it has, the one that the fewest others are filed under.
 */
function putIn<F extends Indexed>(draft: Draft<F>, flow: F): void {
  draft.flows.set(flow.id, flow);
  for (const { event, when } of flow.triggers) {
    const listeners = listenersIn(draft, event);
    listeners.all.add(flow);
    const keys = fewestNeighbours(keySets(when), listeners);
    if (!keys) listeners.unfiled.add(flow);
    for (const key of keys ?? []) file(listeners, key, flow);
  }
}

function takeOut<F extends Indexed>(draft: Draft<F>, id: F['id']): void {
  const flow = draft.flows.get(id);
  if (!flow) return;
  draft.flows.delete(id);
  for (const { event, when } of flow.triggers) {
    const listeners = listenersIn(draft, event);
    listeners.all.delete(flow);
    listeners.unfiled.delete(flow);
    for (const key of keySets(when).flat()) unfile(listeners, key, flow);
  }
}

function listenersIn<F extends Indexed>(draft: Draft<F>, event: string): Listeners<F> {
  const there = draft.byEvent.get(event);
  if (there && draft.copied.has(event)) return there;
  const tests = [...(there?.tests ?? [])].map(
    ([name, test]) => [name, { ...test, byValue: new Map(test.byValue) }] as const,
  );
  const copy = {
    all: new Set(there?.all),
    tests: new Map(tests),
    unfiled: new Set(there?.unfiled),
  };
  draft.byEvent.set(event, copy);
  draft.copied.add(event);
  return copy;
}

function file<F>({ tests }: Listeners<F>, { name, field, how, value }: Key, flow: F): void {
  const test = tests.get(name) ?? { field, how, byValue: new Map<unknown, readonly F[]>() };
  tests.set(name, test);
  const there = test.byValue.get(value) ?? [];
  if (there.at(-1) !== flow) test.byValue.set(value, [...there, flow]);
}

function unfile<F>({ tests }: Listeners<F>, { name, value }: Key, flow: F): void {
  const test = tests.get(name);
  const left = test?.byValue.get(value)?.filter((one) => one !== flow);
  if (!test || !left) return;
  if (left.length > 0) test.byValue.set(value, left);
  else test.byValue.delete(value);
  if (test.byValue.size === 0) tests.delete(name);
}

/** Ways to file a condition: each a set of keys of which an event must have one for it to hold. */
function keySets(condition: Condition | null): Key[][] {
  if (condition === null || 'not' in condition || 'cel' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(keySets);
  if ('any' in condition) {
    const parts = condition.any.map((part) => keySets(part)[0]);
    return parts.length > 0 && parts.every((part) => part !== undefined) ? [parts.flat()] : [];
  }
  const { field: of, operator, value } = condition;
  const field = findField(of);
  if (!field) return [];
  const values = Array.isArray(value) ? value : [value];
  const keys = (how: How): Key[][] => [
    values.map((one) => ({ name: `${how} ${of}`, field, how, value: one })),
  ];
  const isCustom = customFieldNamed(of) !== null;
  const standsInTheEvent = field.from === 'facts' || field.from === 'event' || isCustom;
  switch (operator) {
    case 'is':
    case 'in':
      return standsInTheEvent ? keys('is') : [];
    case 'contains':
    case 'contains_any':
      // In a custom field it may be a part of a text.
      return standsInTheEvent && !isCustom ? keys('is') : [];
    case 'changed_to':
      return keys('to');
    case 'changed_from':
      return keys('from');
    default:
      return [];
  }
}

/** Null: there is no way to file it. */
function fewestNeighbours<F>(sets: Key[][], { tests }: Listeners<F>): Key[] | null {
  const neighbours = (keys: Key[]): number =>
    keys.reduce(
      (sum, { name, value }) => sum + (tests.get(name)?.byValue.get(value)?.length ?? 0),
      0,
    );
  let best: { keys: Key[]; count: number } | null = null;
  for (const keys of sets) {
    const count = neighbours(keys);
    if (!best || count < best.count) best = { keys, count };
  }
  return best?.keys ?? null;
}
