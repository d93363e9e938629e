import { compileFlow } from '../../../flows/language/compile';
import type { FlowDocument, StepDocument } from '../../../flows/language/document';
import { twoActions } from '../language/an-action';
import { runWithCrashes, type Crash } from './a-run-with-crashes';
import type { World } from './a-world';

const act = (id: string) => ({ id, use: 't.act@1' });
const change = (id: string) => ({ id, use: 't.change@1' });
const wait = (id: string) => ({ id, wait: { for: '1h' } });
const loop = (id: string, max: number, ...steps: object[]) => ({
  id,
  for: { each: [], max, do: steps },
});
const beside = (until: string, ...branches: object[][]) => ({
  id: 'beside',
  parallel: { until, branches },
});

/** Nothing fails, and of several things that can happen the last one does. */
const calm: World = { failureOf: () => null, oneOf: (_, count) => count - 1 };

async function logOf(versions: object[][], ...crashes: Crash[]): Promise<string[]> {
  const [first, ...later] = versions.map((steps) => {
    const document = { flow: 'a', on: [{ event: 'ticket.created' }], steps };
    return compileFlow(document as unknown as FlowDocument, twoActions, (_, name) => name).program;
  });
  const { log } = await runWithCrashes([first!, ...later], { world: calm, order: [0], crashes });
  return log;
}

const moved: Crash = { after: 0, how: 'moved to another version' };
const begunAnew: Crash = { after: 0, how: 'begun anew' };

test('a race that is over is not begun again by a run that begins anew', async () => {
  const race = beside('any', [{ id: 'hang-1', flow: 'other' }], [wait('gate-0-1'), act('won')]);

  expect(await logOf([[race, loop('l', 2, act('a'))]], begunAnew)).toEqual(
    'wait gate-0-1/0,act won/0,loop l/0,act a/0,act a/1'.split(','),
  );
});

test('a run that was moved passes by what is new before its wait, also when it begins anew', async () => {
  const before = [wait('w'), loop('l', 2, act('a'))];
  const after = [act('new-1'), wait('w'), act('new-2'), loop('l', 2, act('a'))];

  expect(await logOf([before, after], moved, begunAnew)).toEqual(
    'wait w/0,act new-2/0,loop l/0,act a/0,act a/1'.split(','),
  );
});

test('a run that was moved into a branch stays in it, also when it begins anew', async () => {
  const rest = [wait('w'), loop('l', 2, act('a'))];
  // Asked, it would go the other way.
  const inElse = {
    id: 'if',
    if: { when: { field: 'priority', is: 'low' }, then: [act('other')], else: rest },
  };

  expect(await logOf([rest, [inElse as unknown as StepDocument]], moved, begunAnew)).toEqual(
    'wait w/0,loop l/0,act a/0,act a/1'.split(','),
  );
});

test('branches go on where each of them waited, and one that was through is not gone through again', async () => {
  const branches = beside('all', [wait('w1'), act('a')], [act('b')], [wait('w2'), act('c')]);

  const log = await logOf([[branches, act('d')]], { ...moved, after: 1 });
  expect(log.slice(0, -1).toSorted()).toEqual(
    'act a/0,act b/0,act c/0,wait w1/0,wait w2/0'.split(','),
  );
  expect(log.at(-1)).toBe('act d/0');
});

test('steps that are done together and what runs beside them have different positions', async () => {
  // The harness refuses a position that two steps have.
  const branches = beside('all', [change('a'), change('b'), change('c')], [act('d'), act('e')]);

  expect((await logOf([[branches]])).toSorted()).toEqual(
    'act a/0,act b/0,act c/0,act d/0,act e/0'.split(','),
  );
});
