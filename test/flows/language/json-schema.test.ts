import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { canonicalJson } from '../../../flows/language/canonical';
import { flowJsonSchema, languageVersion } from '../../../flows/language/document';
import { readDocument, readText } from '../../../flows/language/read-document';
import { upgradeDocument } from '../../../flows/language/upgrade';
import { writeYaml } from '../../../flows/language/write-document';

const root = path.join(__dirname, '../../..');
const versions = Array.from({ length: languageVersion }, (_, index) => index + 1);

function publishedSchema(version: number): Record<string, unknown> {
  const file = path.join(root, 'docs/schemas', `flow-${version}.schema.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

const validate = new Map(
  versions.map((version) => [
    version,
    new Ajv2020({ allErrors: true }).compile(publishedSchema(version)),
  ]),
);

/** Every Flow in the repository that people may copy, by where it stands. */
const examples: [string, string][] = [
  ...filesIn('flows/examples'),
  ...filesIn('test/flows/language/versions/1'),
  ...pagesIn('docs'),
];

function filesIn(folder: string): [string, string][] {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(path.join(root, folder, name), 'utf8')]);
}

function pagesIn(folder: string): [string, string][] {
  const pages = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
  return pages.flatMap((name) => {
    const page = readFileSync(path.join(root, folder, name), 'utf8');
    return [...page.matchAll(/```yaml\n(language: [^]*?)```/g)].map(
      ([, block], index): [string, string] => [`${name} ${index + 1}`, block!],
    );
  });
}

test('the published JSON Schema is that of the present language', () => {
  expect(
    canonicalJson(publishedSchema(languageVersion)) === canonicalJson(flowJsonSchema())
      ? 'current'
      : 'npm run generate:flow-schema',
  ).toBe('current');
});

test.each(versions)('the JSON Schema of version %i says which one it is', (version) => {
  const { $id, properties } = publishedSchema(version);
  expect($id).toBe(`urn:ticketloom:flow-schema:${version}`);
  expect(properties).toMatchObject({ language: { const: version } });
});

describe.each(examples)('%s', (_, text) => {
  const read = readText(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const document = read.value as { language: number };

  test('is what the JSON Schema of its version asks for', () => {
    const valid = validate.get(document.language)!;
    valid(document);
    expect(valid.errors ?? []).toEqual([]);
  });

  test('is one of the present version once it is upgraded', () => {
    const valid = validate.get(languageVersion)!;
    valid(upgradeDocument(document));
    expect(valid.errors ?? []).toEqual([]);
  });

  test('comes back the same from YAML and from JSON', () => {
    const json = canonicalJson(document);
    expect(canonicalJson(readBack(writeYaml(document)))).toBe(json);
    expect(canonicalJson(readBack(JSON.stringify(document, null, 2)))).toBe(json);
  });
});

function readBack(text: string): unknown {
  const read = readText(text);
  return read.ok ? read.value : read.problems;
}

test.each<[string, object]>([
  ['an unknown key', { titel: 'x' }],
  ['a step of two kinds', { steps: [{ id: 'a', use: 'core.add-note@1', wait: { for: '1h' } }] }],
  ['a loop without a bound', { steps: [{ id: 'a', for: { each: [], do: [] } }] }],
  ['a stop as it was in version 1', { steps: [{ id: 'a', stop: 'enough' }] }],
])('the JSON Schema refuses %s', (_, wrong) => {
  const document = {
    language: languageVersion,
    flow: 'a-flow',
    title: 'A Flow',
    on: [{ event: 'ticket.created' }],
    steps: [{ id: 'a', stop: { outcome: 'enough' } }],
    ...wrong,
  };
  expect(validate.get(languageVersion)!(document)).toBe(false);
  expect(readDocument(document).ok).toBe(false);
});
