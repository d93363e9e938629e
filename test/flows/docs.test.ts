import { readFileSync } from 'node:fs';
import path from 'node:path';
import { conditionFields, fieldNames, operatorsFor } from '../../flows/engine/fields';
import { documentProblems } from '../../flows/language/check-document';
import { readDocument, readText } from '../../flows/language/read-document';
import { blockHelpers, helperNames } from '../../flows/templates/helpers';
import { actionCatalogue } from '../../plugins/actions';

const page = readFileSync(path.join(__dirname, '../../docs/flows.md'), 'utf8');

test('every Flow in docs/flows.md can be published', () => {
  const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, block]) => block!);
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) {
    const text = readText(block);
    const read = text.ok ? readDocument(text.value) : text;
    expect(read.ok ? documentProblems(read.value, actionCatalogue) : read.problems).toEqual([]);
  }
});

test('docs/flows.md lists every field with its operators', () => {
  const rows = [...page.matchAll(/^\| `([\w.]+)` +\| (.*?) *\|$/gm)].map(([, field, cell]) => [
    field,
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  ]);
  expect(rows).toEqual(fieldNames.map((name) => [name, operatorsFor(conditionFields[name])]));
});

test('docs/flows.md lists every action and every helper', () => {
  const actions = [...page.matchAll(/^\| `(core\.[\w-]+@\d+)`/gm)].map(([, use]) => use);
  expect(actions).toEqual(actionCatalogue.uses());
  for (const name of [...blockHelpers, ...helperNames]) expect(page).toContain(`\`${name}\``);
});
