import fc from 'fast-check';
import type { ActionCatalogue, KnownAction } from '../../../flows/language/action-catalogue';
import { compileFlow } from '../../../flows/language/compile';
import { anyFlow } from './any-flow';
import { aWorld } from './a-world';
import { runWithCrashes, type Crash } from './a-run-with-crashes';
import { plainRun, type Story } from './plain-run';

const anAction = {
  effect: 'internal',
  needsTicket: false,
  outputs: [],
  outputVariables: {},
  retry: {
    maximumAttempts: 3,
    initialIntervalMs: 1,
    backoffCoefficient: 2,
    maximumIntervalMs: 10,
  },
  timeoutMs: 1_000,
  inputProblems: () => [],
  values: () => [],
  references: () => [],
} satisfies Omit<KnownAction, 'use'>;

/** `t.change@1` is done together with its neighbours. */
const known: Record<string, KnownAction> = {
  't.change@1': { ...anAction, use: 't.change@1', change: 'ticket' },
  't.act@1': { ...anAction, use: 't.act@1' },
};

const actions: ActionCatalogue = { find: (use) => known[use], uses: () => Object.keys(known) };

const anyCrash: fc.Arbitrary<Crash> = fc.record({
  after: fc.nat(12),
  how: fc.constantFrom(
    'done again from its record' as const,
    'moved to another version' as const,
    'gone on from its state' as const,
    'begun anew' as const,
  ),
});

test('a run does what a plain reading of its document says, whatever befalls it', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFlow,
      fc.nat(),
      fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
      fc.array(anyCrash, { maxLength: 4 }),
      async (document, seed, order, crashes) => {
        const world = aWorld(seed);
        const { program } = compileFlow(document, actions, (_, name) => name);
        const told = await runWithCrashes(program, { world, order, crashes });
        const story = plainRun(document, world);
        expect(new Set(told.log).size).toBe(told.log.length);
        const places = new Map(told.log.map((did, place) => [did, place]));
        const seen = { places, found: 0 };
        follows(story, -1, false, seen);
        expect(seen.found).toBe(told.log.length);
        expect([told.end, endsSo(story, told.end, places)]).toEqual([told.end, true]);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 3_000) },
  );
});

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
        missing = true;
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
    ? places.has(one)
    : one.every(({ did }) => did.every((inner) => isThere(inner, places)));
}
