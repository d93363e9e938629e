import { aboutTheWhole, sameJson, stepKinds } from './diff';
import {
  isObject,
  outlineOf,
  rootList,
  type JsonObject,
  type Outline,
  type OutlinedStep,
} from './outline';

/** Something that two people changed in ways that exclude each other. */
export interface Conflict {
  /** The step; null for what is about the whole Flow. */
  step: string | null;
  message: string;
}

export type Merged =
  { document: JsonObject; conflicts: [] } | { document: null; conflicts: Conflict[] };

/**
 * Puts two changes of one document together, by step ids. What only one of them touched is taken
 * from there. A step that both changed, one that was changed here and removed there, and one that
 * went to two places are conflicts. Of steps that both added at one place, theirs come first.
 */
export function mergeFlows(base: unknown, theirs: unknown, ours: unknown): Merged {
  const versions = { base: outlineOf(base), theirs: outlineOf(theirs), ours: outlineOf(ours) };
  const conflicts: Conflict[] = [];
  const whole = mergeWhole(base, theirs, ours, conflicts);
  doubledSteps(versions, conflicts);
  const steps = mergeSteps(versions, conflicts);
  const lists = mergeLists(versions, steps, conflicts);
  if (conflicts.length > 0) return { document: null, conflicts: oneEach(conflicts) };
  const reached = new Set<string>();
  const built = buildList(rootList, steps, lists, reached);
  const lost = [...steps.keys()].filter((id) => !reached.has(id));
  if (lost.length > 0) {
    return {
      document: null,
      conflicts: lost.map((step) => ({
        step,
        message: `the step ${step} stands in a step that was removed or changed its kind`,
      })),
    };
  }
  return { document: { ...whole, steps: built }, conflicts: [] };
}

interface Versions {
  base: Outline;
  theirs: Outline;
  ours: Outline;
}

interface MergedStep {
  list: string;
  own: JsonObject;
  slots: string[];
  /** Those of the slots that are left out when nothing stands in them. */
  optional: string[];
}

function mergeWhole(
  base: unknown,
  theirs: unknown,
  ours: unknown,
  conflicts: Conflict[],
): JsonObject {
  const [was, there, here] = [base, theirs, ours].map(aboutSteps) as [
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  const merged = keys.flatMap((key): [string, unknown][] => {
    const value = pick(was[key], there[key], here[key]);
    if (value !== clash) return value === undefined ? [] : [[key, value]];
    conflicts.push({ step: null, message: `both changed ${key}` });
    return [];
  });
  return Object.fromEntries(merged);
}

function aboutSteps(document: unknown): JsonObject {
  const on = isObject(document) ? document['on'] : undefined;
  return { ...aboutTheWhole(document), ...(on === undefined ? {} : { on }) };
}

const clash = Symbol('both changed it');

/** Whichever of two values is not the one that both began with. */
function pick<T>(base: T, theirs: T, ours: T): T | typeof clash {
  if (same(theirs, ours) || same(base, ours)) return theirs;
  return same(base, theirs) ? ours : clash;
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameJson(a, b);
}

function doubledSteps(versions: Versions, conflicts: Conflict[]): void {
  for (const step of Object.values(versions).flatMap(({ doubled }: Outline) => doubled)) {
    conflicts.push({ step, message: `more than one step has the id ${step}` });
  }
}

/** The steps that stay, each with what it says and the list that it stands in. */
function mergeSteps(versions: Versions, conflicts: Conflict[]): Map<string, MergedStep> {
  const { base, theirs, ours } = versions;
  const merged = new Map<string, MergedStep>();
  for (const id of new Set([...theirs.steps.keys(), ...ours.steps.keys()])) {
    const [was, there, here] = [base.steps.get(id), theirs.steps.get(id), ours.steps.get(id)];
    if (there && here) {
      const step = mergeStep(versions, { was, there, here }, conflicts);
      if (step) merged.set(id, step);
    } else if (!was) {
      merged.set(id, asMerged((there ?? here)!));
    } else if (isTouched(was, (there ?? here)!)) {
      const message = `the step ${id} was removed by one and changed by the other`;
      conflicts.push({ step: id, message });
    }
  }
  return merged;
}

function mergeStep(
  versions: Versions,
  { was, there, here }: { was: OutlinedStep | undefined; there: OutlinedStep; here: OutlinedStep },
  conflicts: Conflict[],
): MergedStep | null {
  const { id } = here;
  const own = pick(was?.own, there.own, here.own);
  const list = pick(was?.place.list, there.place.list, here.place.list);
  if (own === clash) conflicts.push({ step: id, message: `both changed the step ${id}` });
  if (list === clash) conflicts.push({ step: id, message: `both moved the step ${id}` });
  if (own === clash || list === clash) return null;
  if (hasOtherLists(versions, { was, there, here })) {
    const message = `one changed the branches of ${id}, the other what stands in them`;
    conflicts.push({ step: id, message });
    return null;
  }
  const byThem = was !== undefined && same(was.own, here.own);
  const [chosen, other] = byThem ? [there, here] : [here, there];
  if (!same(shapeOf(there.own), shapeOf(here.own))) return { ...asMerged(chosen), list: list! };
  const slots = [...new Set([...chosen.slots, ...other.slots])];
  const isInBoth = (slot: string): boolean =>
    [chosen, other].every((step) => step.slots.includes(slot));
  return { list: list!, own: own!, slots, optional: slots.filter((slot) => !isInBoth(slot)) };
}

/** True when one side gave the step other branches and the other side changed a list in it. */
function hasOtherLists(
  { base, theirs, ours }: Versions,
  { was, there, here }: { was: OutlinedStep | undefined; there: OutlinedStep; here: OutlinedStep },
): boolean {
  if (same(shapeOf(there.own), shapeOf(here.own))) return false;
  if (!was) return true;
  const changed = (outline: Outline): boolean =>
    [...new Set([...was.slots, ...there.slots, ...here.slots])].some(
      (slot) =>
        !same(
          base.lists.get(`${was.id}.${slot}`) ?? [],
          outline.lists.get(`${was.id}.${slot}`) ?? [],
        ),
    );
  const reshaped = (step: OutlinedStep): boolean => !same(shapeOf(was.own), shapeOf(step.own));
  return (reshaped(there) && changed(ours)) || (reshaped(here) && changed(theirs));
}

/** What decides which lists a step has: its kind and, where it has a number of them, which. */
function shapeOf(own: JsonObject): unknown {
  const valueAt = (kind: string, key: string): unknown =>
    isObject(own[kind]) ? (own[kind][key] ?? null) : null;
  return [
    stepKinds.filter((kind) => kind in own),
    own['onError'] ?? null,
    valueAt('switch', 'cases'),
    valueAt('parallel', 'branches'),
  ];
}

function isTouched(was: OutlinedStep, now: OutlinedStep): boolean {
  return !same(was.own, now.own) || was.place.list !== now.place.list;
}

function asMerged({ place, own, slots }: OutlinedStep): MergedStep {
  return { list: place.list, own, slots, optional: [] };
}

/** The order of the steps that stay, for each list. */
function mergeLists(
  { base, theirs, ours }: Versions,
  steps: Map<string, MergedStep>,
  conflicts: Conflict[],
): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const list of new Set([...theirs.lists.keys(), ...ours.lists.keys()])) {
    const members = (outline: Outline): string[] =>
      (outline.lists.get(list) ?? []).filter((id) => steps.get(id)?.list === list);
    const order = mergeOrder(members(base), members(theirs), members(ours));
    if (order) lists.set(list, order);
    else {
      const step = list === rootList ? null : list.split('.')[0]!;
      conflicts.push({ step, message: `both changed the order of the steps in ${list}` });
    }
  }
  return lists;
}

/** One order out of two; null when they contradict each other and what both began with. */
function mergeOrder(base: string[], theirs: string[], ours: string[]): string[] | null {
  const common = (of: string[], other: string[]): string[] => of.filter((id) => other.includes(id));
  const agree = (a: string[], b: string[]): boolean => same(common(a, b), common(b, a));
  if (agree(theirs, ours) || agree(base, ours)) return insert(theirs, ours);
  return agree(base, theirs) ? insert(ours, theirs) : null;
}

/** Adds those of `more` that are missing, each after the one that it follows there. */
function insert(order: string[], more: string[]): string[] {
  const result = [...order];
  more.forEach((id, index) => {
    if (result.includes(id)) return;
    const before = more.slice(0, index).findLast((one) => result.includes(one));
    const at = before === undefined ? 0 : result.indexOf(before) + 1;
    const theirsHere = result.slice(at).findIndex((one) => more.includes(one));
    result.splice(theirsHere < 0 ? result.length : at + theirsHere, 0, id);
  });
  return result;
}

function buildList(
  list: string,
  steps: Map<string, MergedStep>,
  lists: Map<string, string[]>,
  reached: Set<string>,
): JsonObject[] {
  return (lists.get(list) ?? []).map((id) => {
    reached.add(id);
    const { own, slots, optional } = steps.get(id)!;
    const step = JSON.parse(JSON.stringify(own)) as JsonObject;
    for (const slot of slots) {
      const inner = buildList(`${id}.${slot}`, steps, lists, reached);
      if (inner.length > 0 || !optional.includes(slot)) setAt(step, slot.split('.'), inner);
    }
    return step;
  });
}

/** `parallel.branches` is a number in an outline; here it becomes the list of lists again. */
function setAt(object: JsonObject, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    object[key!] = value;
    return;
  }
  if (typeof object[key!] === 'number') object[key!] = [];
  setAt((object[key!] ??= {}) as JsonObject, rest, value);
}

function oneEach(conflicts: Conflict[]): Conflict[] {
  return [...new Map(conflicts.map((one) => [one.message, one])).values()];
}
