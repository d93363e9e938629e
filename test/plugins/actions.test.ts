import { z } from 'zod';
import { actionCatalogue, actionManifests, actions } from '../../plugins/actions';
import { useOf } from '../../plugins/kit/action';

describe.each(actions.map((action) => [useOf(action), action] as const))('%s', (use, action) => {
  test('is named plugin.verb-noun with a version', () => {
    expect(use).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*@[1-9]\d*$/);
  });

  test('takes and answers strict objects that have JSON Schemas', () => {
    for (const schema of [action.input, action.output]) {
      expect(z.toJSONSchema(schema)).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  test('answers small values only, unless they are kept out of the history of the run', () => {
    if (action.outputKept === 'beside') return;
    const { properties } = z.toJSONSchema(action.output) as {
      properties: Record<string, { type?: string | string[]; items?: { type?: string } }>;
    };
    for (const { type, items } of Object.values(properties)) {
      for (const one of [items?.type ?? type].flat()) {
        expect(['string', 'number', 'integer', 'boolean', 'null']).toContain(one);
      }
    }
  });

  test('has a limit for every attempt, and gives up some day', () => {
    expect(action.timeoutMs).toBeGreaterThan(0);
    expect(action.retry.maximumAttempts).toBeGreaterThan(0);
    expect(action.retry.maximumAttempts).toBeLessThan(Infinity);
  });

  test('tells people what it is', () => {
    expect(action.title).not.toBe('');
    expect(action.description).toMatch(/\.$/);
  });

  test('is known to the language by what it touches and what later steps may take from it', () => {
    const known = actionCatalogue.find(use)!;
    const { effect, change, outputKept } = action;

    expect(known).toMatchObject({
      effect,
      ...(change && { change }),
      ...(outputKept && { outputKept }),
    });
    expect(Object.keys(known.outputVariables)).toEqual(known.outputs);
  });

  test('refuses an input that it does not know', () => {
    const problems = actionCatalogue.find(use)!.inputProblems({ nonsense: 1 });
    expect(problems.map(({ path }) => path)).toContain('nonsense');
  });
});

test('no two actions have one name', () => {
  expect(new Set(actions.map(useOf)).size).toBe(actions.length);
});

describe('an older version of an action', () => {
  const older = actions.filter(({ id, version }) =>
    actions.some((one) => one.id === id && one.version === version + 1),
  );
  const newerThan = ({ id, version }: (typeof actions)[number]) =>
    actions.find((one) => one.id === id && one.version === version + 1)!;

  test('says in the catalogue which one took its place', () => {
    const superseded = actionManifests.filter((one) => one.supersededBy);
    expect(superseded.map(({ use }) => use)).toEqual(older.map(useOf));
    expect(superseded.map(({ supersededBy }) => supersededBy)).toContain('core.assign@2');
  });

  test('is upgraded by the one after it, which answers at least as much', () => {
    expect(older.length).toBeGreaterThan(0);
    for (const action of older) {
      const newer = newerThan(action);
      expect(newer.upgrade).toBeDefined();
      expect(Object.keys(newer.output.shape)).toEqual(
        expect.arrayContaining(Object.keys(action.output.shape)),
      );
    }
  });
});

test('manifests are plain data', () => {
  expect(JSON.parse(JSON.stringify(actionManifests))).toEqual(actionManifests);
});
