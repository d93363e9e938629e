import fc from 'fast-check';
import { compileFlow } from '../../../flows/language/compile';
import type { FlowDocument } from '../../../flows/language/document';
import type { Program } from '../../../flows/engine/definition';
import { twoActions } from '../language/an-action';
import { anyFlow, withNewSteps } from './any-flow';
import { aWorld } from './a-world';
import { runWithCrashes, type Crash, type Told } from './a-run-with-crashes';
import { plainRun, type Story } from './plain-run';

const crashes = [
  'done again from its record',
  'moved to another version',
  'gone on from its state',
  'begun anew',
] as const;

const anyCrash = (...how: Crash['how'][]): fc.Arbitrary<Crash> =>
  fc.record({ after: fc.nat(6), how: fc.constantFrom(...how) });

const program = (document: FlowDocument) =>
  compileFlow(document, twoActions, (_, name) => name).program;

const anyOrder = fc.array(fc.nat(5), { minLength: 1, maxLength: 12 });

test('a run does what a plain reading of its document says, whatever befalls it', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFlow,
      fc.nat(),
      anyOrder,
      fc.array(anyCrash(...crashes), { maxLength: 4 }),
      async (document, seed, order, crashes) => {
        const world = aWorld(seed);
        const told = await runWithCrashes([program(document)], { world, order, crashes });
        expectStory(told, plainRun(document, world));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a run that is moved goes on where it waited and comes back to nothing new before that', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFlow,
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.nat(),
      anyOrder,
      fc.array(anyCrash('moved to another version', 'begun anew', 'gone on from its state'), {
        minLength: 1,
        maxLength: 4,
      }),
      async (document, places, seed, order, crashes) => {
        const world = aWorld(seed);
        const half = places.length / 2;
        const second = withNewSteps(document, places.slice(half), 2);
        const third = withNewSteps(second, places.slice(0, half), 3);
        const versions = [document, second, third].map(program) as [Program, ...Program[]];
        const told = await runWithCrashes(versions, { world, order, crashes });
        expectStory(told, plainRun(third, world));
      },
    ),
    { numRuns: 1_000 },
  );
});

function expectStory({ log, end }: Told, story: Story): void {
  expect(new Set(log).size).toBe(log.length);
  const places = new Map(log.map((did, place) => [did, place]));
  const seen = { places, found: 0 };
  follows(story, -1, false, seen);
  expect(seen.found).toBe(log.length);
  expect([end, endsSo(story, end, places)]).toEqual([end, true]);
}

/** What came with another version, maybe after the run had gone past its place. */
const isNew = (did: string): boolean => did.includes(' new-');

/**
 * Fails when something was done before what it comes after. A run that branches ended may have got
 * anywhere in the others. Answers the place of the last, and whether something is missing.
 */
function follows(
  { did }: Story,
  after: number,
  cut: boolean,
  seen: { places: Map<string, number>; found: number },
): { last: number; cut: boolean } {
  let last = after;
  let missing = cut;
  for (const one of did) {
    if (typeof one === 'string') {
      const place = seen.places.get(one);
      if (place === undefined) {
        missing ||= !isNew(one);
        continue;
      }
      seen.found += 1;
      if (missing || place < last) throw new Error(`${one} was done too early`);
      last = place;
    } else {
      const ends = one.map((branch) => follows(branch, last, missing, seen));
      last = Math.max(last, ...ends.map((end) => end.last));
      missing = ends.some((end) => end.cut);
    }
  }
  return { last, cut: missing };
}

/** True when the run may have ended so, with nothing missing that comes before that. */
function endsSo({ did, end, ends }: Story, as: string, places: Map<string, number>): boolean {
  const before = ends ? did.slice(0, -1) : did;
  return (
    before.every((one) => isThere(one, places)) &&
    (ends ? ends.some((one) => endsSo(one, as, places)) : end === as)
  );
}

function isThere(one: string | Story[], places: Map<string, number>): boolean {
  return typeof one === 'string'
    ? places.has(one) || isNew(one)
    : one.every(({ did }) => did.every((inner) => isThere(inner, places)));
}
