import { readFileSync } from 'node:fs';
import path from 'node:path';
import { customFieldTypes } from '../../domain/custom-field/definition';
import { conditionFields, fieldNames, operatorsFor, operatorsOf } from '../../flows/engine/fields';
import { documentProblems } from '../../flows/language/check-document';
import { readDocument, readText } from '../../flows/language/read-document';
import { blockHelpers, helperNames } from '../../flows/templates/helpers';
import { actionCatalogue } from '../../plugins/actions';
import { aField } from './a-seen';

const page = readFileSync(path.join(__dirname, '../../docs/flows.md'), 'utf8');

test('every Flow in docs/flows.md can be published', () => {
  const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, block]) => block!);
  expect(blocks.length).toBeGreaterThan(0);
  const fields = [
    aField({ slug: 'product', type: 'select', options: ['Loom'] }),
    aField({ slug: 'amount', type: 'number' }),
    aField({ slug: 'delivered-on', type: 'date' }),
  ];
  for (const block of blocks) {
    const text = readText(block);
    const read = text.ok ? readDocument(text.value) : text;
    expect(read.ok ? documentProblems(read.value, actionCatalogue, fields) : read.problems).toEqual(
      [],
    );
  }
});

test('docs/flows.md lists every field and every type of custom field with its operators', () => {
  const rows = [...page.matchAll(/^\| `([\w.]+)` +\| (.*?) *\|$/gm)].map(([, field, cell]) => [
    field,
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  ]);
  expect(rows).toEqual([
    ...fieldNames.map((name) => [name, operatorsFor(conditionFields[name])]),
    ...customFieldTypes.map((type) => [type, operatorsOf[type]]),
  ]);
});

test('docs/flows.md lists every action and every helper', () => {
  const actions = [...page.matchAll(/^\| `(core\.[\w-]+@\d+)`/gm)].map(([, use]) => use);
  expect(actions).toEqual(actionCatalogue.uses());
  for (const name of [...blockHelpers, ...helperNames]) expect(page).toContain(`\`${name}\``);
});
