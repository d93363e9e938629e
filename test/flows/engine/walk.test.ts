import fc from 'fast-check';
import type { Program, Step } from '../../../flows/engine/definition';
import {
  allSteps,
  firstPlace,
  placeAfter,
  placeIn,
  stepAt,
  type Branch,
  type Place,
} from '../../../flows/engine/walk';

const stop = (id: string): Step => ({ kind: 'stop', id });

/** Programs of plain steps, conditions and waits, some branches empty; ids are given afterwards. */
const aProgram: fc.Arbitrary<Program> = fc
  .letrec<{ step: Step; steps: Step[] }>((tie) => ({
    steps: fc.array(tie('step'), { maxLength: 3 }),
    step: fc.oneof(
      { maxDepth: 3 },
      fc.constant(stop('')),
      fc.record({ then: tie('steps'), else: tie('steps') }).map((branches): Step => ({
        kind: 'if',
        id: '',
        when: { field: 'status', operator: 'is', value: 'open' },
        ...branches,
      })),
      fc
        .record({ onEvent: tie('steps'), onTimeout: tie('steps') })
        .map((branches): Step => ({ kind: 'wait', id: '', forMs: 1, until: [], ...branches })),
    ),
  }))
  .steps.map((steps) => ({ engine: 1, steps: numbered(steps, { last: 0 }) }));

function numbered(steps: Step[], count: { last: number }): Step[] {
  return steps.map((step) => {
    const id = `s${(count.last += 1)}`;
    if (step.kind === 'if') {
      return {
        ...step,
        id,
        then: numbered(step.then, count),
        else: numbered(step.else, count),
      };
    }
    if (step.kind !== 'wait') return { ...step, id };
    return {
      ...step,
      id,
      onEvent: numbered(step.onEvent, count),
      onTimeout: numbered(step.onTimeout, count),
    };
  });
}

/** The steps that a run meets, found by plain recursion; a `stop` stands for any action here. */
function reference(steps: Step[], first: boolean): string[] {
  return steps.flatMap((step) => {
    const [one, other] =
      step.kind === 'if'
        ? [step.then, step.else]
        : step.kind === 'wait'
          ? [step.onEvent, step.onTimeout]
          : [[], []];
    return [step.id, ...reference(first ? one : other, first)];
  });
}

function walked(program: Program, first: boolean): string[] {
  const met: string[] = [];
  for (let place = firstPlace(program); place;) {
    const step = stepAt(program, place);
    met.push(step.id);
    place = next(program, place, step, first);
  }
  return met;
}

function next(program: Program, place: Place, step: Step, first: boolean): Place | null {
  const branches: Record<string, [Branch, Branch]> = {
    if: ['then', 'else'],
    wait: ['onEvent', 'onTimeout'],
  };
  const branch = branches[step.kind]?.[first ? 0 : 1];
  return branch ? placeIn(program, place, branch) : placeAfter(program, place);
}

test('walking step by step meets what plain recursion meets', () => {
  fc.assert(
    fc.property(aProgram, fc.boolean(), (program, first) => {
      expect(walked(program, first)).toEqual(reference(program.steps, first));
    }),
  );
});

test('every step is listed once, branches included', () => {
  fc.assert(
    fc.property(aProgram, (program) => {
      const ids = allSteps(program.steps).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(walked(program, true)));
    }),
  );
});
