import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../../../flows/engine/definition';
import { compileFlow } from '../../../flows/language/compile';
import { documentProblems } from '../../../flows/language/check-document';
import { languageVersion } from '../../../flows/language/document';
import { readDocument, readText } from '../../../flows/language/read-document';
import { upgradeDocument } from '../../../flows/language/upgrade';
import { actionCatalogue } from '../../../plugins/actions';
import { aField } from '../a-seen';

/** Documents of version 1 with the programs that they were compiled to then. */
const folder = path.join(__dirname, 'versions/1');
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.yaml'))
  .map((name) => name.replace('.flow.yaml', ''));

function keptDocument(name: string): unknown {
  const text = readText(readFileSync(path.join(folder, `${name}.flow.yaml`), 'utf8'));
  if (!text.ok) throw new Error(JSON.stringify(text.problems));
  return text.value;
}

const keptProgram = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, `${name}.program.json`), 'utf8'));

describe.each(kept)('%s of version 1', (name) => {
  const upgraded = upgradeDocument(keptDocument(name));

  test('may be published in the present version', () => {
    const fields = [aField({ slug: 'amount', type: 'number' })];
    const read = readDocument(upgraded);
    expect(
      read.ok ? documentProblems(read.value, actionCatalogue, { fields }) : read.problems,
    ).toEqual([]);
  });

  test('does what it did', () => {
    const read = readDocument(upgraded);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const { program } = compileFlow(read.value, actionCatalogue, (_, one) => one);
    expect(asInVersion1(program)).toEqual(keptProgram(name));
  });

  test('is upgraded once', () => {
    expect(upgraded).toMatchObject({ language: languageVersion });
    expect(upgradeDocument(upgraded)).toEqual(upgraded);
  });
});

test('what only looks like a stop stays as it is', () => {
  const { steps } = upgradeDocument(keptDocument('retries')) as {
    steps: Record<string, unknown>[];
  };

  expect(steps[0]!['with']).toEqual({
    url: 'https://example.com/hook',
    body: { id: 7, stop: 'this is no step', parts: [{ id: 'a', stop: 'nor is this' }] },
  });
  expect(steps[2]).toEqual({
    id: 'nothing-more',
    stop: { outcome: 'stopped', reason: 'all is told' },
  });
});

test.each<unknown>([null, 'language: 1', [], {}, { language: 3 }, { language: '1' }])(
  '%j is no document of an older version and stays as it is',
  (value) => {
    expect(upgradeDocument(value)).toEqual(value);
  },
);

test('what is wrong in an older document is found after the upgrade', () => {
  const read = readDocument({ language: 1, flow: 'a', on: 7, steps: [{ id: 'b', stop: 3 }] });

  expect(read).toMatchObject({
    ok: false,
    problems: [
      { path: 'title', message: 'this is missing' },
      { path: 'on', message: 'this should be a list' },
      { path: 'steps.0.stop', message: 'this should be an object' },
    ],
  });
});

/** Version 1 had no outcomes, and did each step by itself. */
function asInVersion1(program: Program): unknown {
  const json = JSON.parse(JSON.stringify({ ...program, engine: 1 })) as unknown;
  return withoutWhatIsNew(json);
}

function withoutWhatIsNew(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((one: { kind?: string; steps?: unknown[] } | null) =>
      one?.kind === 'batch' ? one.steps!.map(withoutWhatIsNew) : [withoutWhatIsNew(one)],
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'outcome')
      .map(([key, one]) => [key, withoutWhatIsNew(one)]),
  );
}
