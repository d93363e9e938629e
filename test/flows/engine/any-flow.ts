import fc from 'fast-check';
import type { FlowDocument, StepDocument } from '../../../flows/language/document';
import { branchesOf, isParallel, placedSteps } from '../../../flows/language/steps';

/** A step before it has its id: `winner` is the branch that gets through in a `parallel` of `any`. */
type Draft = Record<string, unknown> & { winner?: number; asks?: number };

const anyUse = fc.constantFrom('t.change@1', 't.change@1', 't.act@1');
const anyWait = fc.constantFrom(
  { for: '1h' },
  { until: [{ event: 'ticket.created' }] },
  { for: '1h', until: [{ event: 'ticket.created' }] },
);

const anyLeaf: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      { use: anyUse, onError: fc.constantFrom('stop', 'continue') },
      { requiredKeys: ['use'] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ wait: anyWait }) },
  fc.record(
    { flow: fc.constant('other'), onError: fc.constant('continue') },
    { requiredKeys: ['flow'] },
  ),
  fc.record({ set: fc.constant({ a: 1 }) }),
  fc.record({ stop: fc.record({ outcome: fc.constantFrom('enough', 'not-needed') }) }),
);

/**
 * Documents with every kind of step in any nesting. Of branches beside each other of which one is
 * enough, all but the winner come to a step `hang-…` that never ends, and the winner begins with a
 * step `gate-<depth>-…` that ends once nothing else can: so it is known what each of them does.
 */
export const anyFlow: fc.Arbitrary<FlowDocument> = fc
  .record({
    steps: fc.letrec<{ steps: Draft[]; step: Draft }>((tie) => ({
      steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'flow' }),
      step: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'flow' },
        { weight: 3, arbitrary: anyLeaf },
        fc.record({ use: anyUse, onError: tie('steps') }, { requiredKeys: ['use', 'onError'] }),
        fc.record({ flow: fc.constant('other'), onError: tie('steps') }),
        fc.record({ asks: fc.nat(20), if: fc.record({ then: tie('steps'), else: tie('steps') }) }),
        fc.record({
          switch: fc.record({
            on: fc.constant(1),
            cases: fc.array(fc.record({ is: fc.nat(9), do: tie('steps') }), {
              minLength: 1,
              maxLength: 3,
            }),
            else: tie('steps'),
          }),
        }),
        {
          weight: 2,
          arbitrary: fc.record({
            for: fc.record({
              each: fc.constant([]),
              max: fc.integer({ min: 1, max: 3 }),
              do: tie('steps'),
            }),
          }),
        },
        fc.record({ wait: anyWait, onEvent: tie('steps'), onTimeout: tie('steps') }),
        fc.record({
          approve: fc.record({ by: fc.constant(['a']), text: fc.constant('?') }),
          onApprove: tie('steps'),
          onReject: tie('steps'),
        }),
        {
          weight: 2,
          arbitrary: fc.record({
            parallel: fc.record({
              branches: fc.array(tie('steps'), { minLength: 2, maxLength: 3 }),
              until: fc.constantFrom('all', 'any'),
            }),
            winner: fc.nat(2),
          }),
        },
      ),
    })).steps,
    called: fc.boolean(),
  })
  .map(({ steps, called }) => {
    let next = 0;
    const document = {
      language: 2,
      flow: 'any',
      title: 'Any',
      on: [called ? { called: {} } : { event: 'ticket.created' }],
      steps: finished(steps, { depth: 0, before: [], nextId: () => next++ }),
    };
    return document as unknown as FlowDocument;
  });

/** The document with more steps in it, `new-…`, at as many places. */
export function withNewSteps(
  document: FlowDocument,
  places: readonly number[],
  version: number,
): FlowDocument {
  const copy = structuredClone(document);
  places.forEach((place, number) => {
    const lists = [copy.steps, ...placedSteps(copy).flatMap(({ step }) => listsIn(step))];
    const list = lists[place % lists.length]!;
    const use = place % 2 === 0 ? 't.change@1' : 't.act@1';
    const first = list[0]?.id.startsWith('gate-') ? 1 : 0;
    list.splice(first + (place % (list.length + 1 - first)), 0, {
      id: `new-${version}-${number}`,
      use,
    });
  });
  return copy;
}

const listsIn = (step: StepDocument): StepDocument[][] => branchesOf(step).map(([, list]) => list);

interface Place {
  depth: number;
  /** The actions whose answers can be asked for here. */
  before: string[];
  nextId: () => number;
}

/** Gives steps their ids, conditions what they ask, and races their winners. */
function finished(drafts: readonly Draft[], place: Place): StepDocument[] {
  return drafts.map(({ winner, asks, ...draft }) => {
    const step = { id: `s${place.nextId()}`, ...structuredClone(draft) } as unknown as StepDocument;
    if (asks !== undefined && 'if' in step) {
      const asked = place.before[asks % (place.before.length + 1)];
      step.if.when = asked
        ? { field: `steps.${asked}.answer`, is: 1 }
        : { field: 'priority', is: 'high' };
    }
    const inner = { ...place, depth: place.depth + 1 };
    const isRace = isParallel(step) && step.parallel.until === 'any';
    const wins = isRace ? winner! % step.parallel.branches.length : -1;
    const found: string[] = [];
    for (const [index, [, list]] of branchesOf(step).entries()) {
      const own = { ...inner, before: [...place.before] };
      const steps = finished(list as unknown as Draft[], own);
      found.push(...own.before.slice(place.before.length));
      if (isRace && index === wins) steps.unshift(gate(place));
      if (isRace && index !== wins) steps.splice(steps.length / 2, 0, hanging(place));
      list.splice(0, list.length, ...steps);
    }
    if ('use' in step) place.before.push(step.id);
    if (!('for' in step)) place.before.push(...found);
    return step;
  });
}

function gate({ depth, nextId }: Place): StepDocument {
  return { id: `gate-${depth}-${nextId()}`, wait: { for: '1h' } };
}

function hanging({ nextId }: Place): StepDocument {
  const number = nextId();
  const id = `hang-${number}`;
  if (number % 3 === 0) return { id, use: 't.act@1' };
  return number % 3 === 1 ? { id, wait: { for: '1h' } } : { id, flow: 'other' };
}
