/** Any object of JSON. */
export type JsonObject = Record<string, unknown>;

/** A step as lists hold it, whatever its kind. */
export type AnyStep = JsonObject & { id: string };

/** Where a step stands: in which list, and after which step there (null: the first). */
export interface StepPlace {
  /** `steps`, or a list of another step: `is-vip.if.then`, `by-product.switch.cases.1.do`. */
  list: string;
  after: string | null;
}

export interface OutlinedStep {
  id: string;
  place: StepPlace;
  /** What it says itself, without the steps in its lists. */
  own: JsonObject;
  /** The lists in it, as paths: `if.then`, `parallel.branches.0`. */
  slots: string[];
}

/** A document as its steps by id and the order of ids in each list. */
export interface Outline {
  steps: Map<string, OutlinedStep>;
  lists: Map<string, string[]>;
  /** Ids that more than one step has; only the first counts. */
  doubled: string[];
}

/** The keys under which steps hold lists of steps; `branches` is a list of such lists. */
const listKeys = new Set([
  ...['then', 'else', 'do', 'steps'],
  ...['onEvent', 'onTimeout', 'onError', 'onApprove', 'onReject'],
]);

/** What is said to an action or kept by a run, and looks like steps by chance only. */
const valueKeys = new Set(['with', 'set', 'when', 'retry']);

export const rootList = 'steps';

/**
 * The outline of a document of any version of the language. An empty list and one that is left out
 * mean the same. Of `parallel.branches` the step itself keeps how many there are.
 */
export function outlineOf(document: unknown): Outline {
  const outline: Outline = { steps: new Map(), lists: new Map(), doubled: [] };
  const steps = isObject(document) ? document['steps'] : undefined;
  if (isStepList(steps)) addList(outline, rootList, steps);
  return outline;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addList(outline: Outline, list: string, steps: AnyStep[]): void {
  const ids: string[] = [];
  outline.lists.set(list, ids);
  for (const step of steps) {
    const { id } = step;
    if (outline.steps.has(id)) {
      outline.doubled.push(id);
      continue;
    }
    const found: [string, AnyStep[]][] = [];
    const own = withoutLists(step, [], found) as JsonObject;
    const slots = found.map(([slot]) => slot);
    outline.steps.set(id, { id, place: { list, after: ids.at(-1) ?? null }, own, slots });
    ids.push(id);
    for (const [slot, inner] of found) addList(outline, `${id}.${slot}`, inner);
  }
}

/** A copy without the lists of steps, which are told to `found` with their paths. */
function withoutLists(value: unknown, path: string[], found: [string, AnyStep[]][]): unknown {
  if (Array.isArray(value)) {
    return value.map((one, index) => withoutLists(one, [...path, String(index)], found));
  }
  if (!isObject(value)) return value;
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key];
    if (valueKeys.has(key)) kept.push([key, inner]);
    else if (listKeys.has(key) && isStepList(inner)) found.push([here.join('.'), inner]);
    else if (key === 'branches' && isListOfLists(inner)) {
      inner.forEach((branch, index) => found.push([`${here.join('.')}.${index}`, branch]));
      kept.push([key, inner.length]);
    } else kept.push([key, withoutLists(inner, here, found)]);
  }
  return Object.fromEntries(kept);
}

function isListOfLists(value: unknown): value is AnyStep[][] {
  return Array.isArray(value) && value.length > 0 && value.every(isStepList);
}

function isStepList(value: unknown): value is AnyStep[] {
  return (
    Array.isArray(value) && value.every((one) => isObject(one) && typeof one['id'] === 'string')
  );
}
