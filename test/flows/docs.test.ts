import { readFileSync } from 'node:fs';
import path from 'node:path';
import { customFieldTypes } from '../../domain/custom-field/definition';
import { conditionFields, fieldNames, operatorsFor, operatorsOf } from '../../flows/engine/fields';
import { documentProblems } from '../../flows/language/check-document';
import { flowJsonSchema } from '../../flows/language/document';
import { readDocument, readText } from '../../flows/language/read-document';
import { templateProblems } from '../../flows/templates/check-template';
import { blockHelpers, helperNames } from '../../flows/templates/helpers';
import { variablesFor } from '../../flows/templates/variables';
import { celFunctionNames, celFunctions, celProblems } from '../../flows/values/cel';
import { loopKinds } from '../../flows/values/cel/node';
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
    expect(
      read.ok ? documentProblems(read.value, actionCatalogue, { fields }) : read.problems,
    ).toEqual([]);
  }
});

test('docs/flows.md lists every field and every type of custom field with its operators', () => {
  const [conditions] = page.split('## Conditions')[1]!.split('## Steps');
  const rows = [...conditions!.matchAll(/^\| `([\w.]+)` +\| (.*?) *\|$/gm)].map(
    ([, field, cell]) => [field, [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name)],
  );
  expect(rows).toEqual([
    ...fieldNames.map((name) => [name, operatorsFor(conditionFields[name])]),
    ...customFieldTypes.map((type) => [type, operatorsOf[type]]),
  ]);
});

test('docs/flows.md lists every action, every helper and every function of expressions', () => {
  const actions = [...page.matchAll(/^\| `(core\.[\w-]+@\d+)`/gm)].map(([, use]) => use);
  expect(actions).toEqual(actionCatalogue.uses());
  for (const name of [...blockHelpers, ...loopKinds]) expect(page).toContain(`\`${name}\``);
  expect(firstCells('helper')).toEqual(helperNames);
  expect(firstCells('function')).toEqual(celFunctionNames);
});

test('docs/flows.md tells of every kind of step', () => {
  const { $defs } = flowJsonSchema() as {
    $defs: { Step: { anyOf: { required: string[] }[] } };
  };
  const kinds = $defs.Step.anyOf.map(({ required }) => required.find((key) => key !== 'id'));
  expect(firstCells('step')).toEqual(kinds);
});

test('every example of a helper and of a function in docs/flows.md can be published', () => {
  const variables = variablesFor({
    customFields: [{ slug: 'amount', type: 'number' }],
    vars: ['count'],
    inputs: ['name', 'emails', 'amount'],
  });
  for (const { example } of Object.values(celFunctions)) {
    expect(page).toContain(`\`${example}\``);
    expect([example, celProblems(example, variables)]).toEqual([example, []]);
  }
  for (const example of secondCells('helper')) {
    expect([example, templateProblems(example, 'text', variables)]).toEqual([example, []]);
  }
});

/** The rows of the table whose first column has this title, cell by cell. */
function rowsOf(title: string): string[][] {
  const [, table] = new RegExp(`^\\| ${title} .*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'm').exec(page)!;
  const lines = table!.trim().split('\n');
  return lines.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
}

const firstCells = (title: string) => rowsOf(title).map(([, first]) => first!);
const secondCells = (title: string) => rowsOf(title).map(([, , second]) => second!);
