import fc from 'fast-check';
import type { ForStep, SetStep, Step } from '../../../flows/engine/definition';
import { allSteps, findStep, loopsAround, turnsOf } from '../../../flows/engine/tree';

const set = (id: string): SetStep => ({ kind: 'set', id });
const loop = (id: string, max: number, steps: Step[]): ForStep => ({ kind: 'for', id, max, steps });

test('the items of the loops about a step are found again in its iteration', () => {
  const anyLoops = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.nat(199)), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(anyLoops, (loops) => {
      const places = loops.map(([max, item], depth) => ({
        ...{ id: `loop-${depth}`, max },
        index: item % max,
      }));
      // As the interpreter counts, from the outermost inwards.
      let iteration = 0;
      const expected = places.map((place) => {
        const at = { ...place, iteration };
        iteration = iteration * place.max + place.index;
        return at;
      });
      expect(turnsOf(places, iteration)).toEqual(expected);
    }),
  );
});

describe('the loops around a step', () => {
  const steps: Step[] = [
    set('first'),
    loop('outer', 10, [
      set('between'),
      {
        kind: 'if',
        id: 'either',
        when: { cel: 'true' },
        then: [loop('inner', 3, [set('deep')])],
        else: [set('beside')],
      },
    ]),
    { kind: 'parallel', id: 'both', until: 'all', branches: [[loop('third', 2, [set('x')])], []] },
  ];
  const outer = { id: 'outer', max: 10 };

  test.each<[string, ReturnType<typeof loopsAround>]>([
    ['first', []],
    ['outer', []],
    ['between', [outer]],
    ['beside', [outer]],
    ['inner', [outer]],
    ['deep', [outer, { id: 'inner', max: 3 }]],
    ['x', [{ id: 'third', max: 2 }]],
    ['nowhere', null],
  ])('%s', (id, loops) => {
    expect(loopsAround(steps, id)).toEqual(loops);
  });

  test('every step is found, in the order of the document', () => {
    expect(allSteps(steps).map(({ id }) => id)).toEqual(
      'first outer between either inner deep beside both third x'.split(' '),
    );
  });
});

test('the first of steps that are done together is found itself', () => {
  const action = {
    kind: 'action' as const,
    ...{ id: 'a', use: 't.act@1', timeoutMs: 1, onError: 'stop' as const },
    retry: {
      maximumAttempts: 1,
      initialIntervalMs: 1,
      backoffCoefficient: 1,
      maximumIntervalMs: 1,
    },
  };
  const steps: Step[] = [{ kind: 'batch', id: 'a', steps: [action, { ...action, id: 'b' }] }];

  expect(findStep(steps, 'a')).toBe(action);
  expect(findStep(steps, 'b')?.kind).toBe('action');
});
