import { compileFlow } from '../../../flows/language/compile';
import type { FlowDocument, StepDocument } from '../../../flows/language/document';
import { twoActions } from './an-action';

const change = (id: string, fields: object = {}) => ({ id, use: 't.change@1', ...fields });
const act = (id: string) => ({ id, use: 't.act@1' });

/** The lists of ids that are done together, and the others by their id. */
function together(steps: object[]): (string | string[])[] {
  const document = {
    language: 2,
    flow: 'a-flow',
    title: 'A Flow',
    on: [{ event: 'ticket.created' }],
    steps: steps as StepDocument[],
  } as FlowDocument;
  return compileFlow(document, twoActions, (_, name) => name).program.steps.map((step) =>
    step.kind === 'batch' ? step.steps.map(({ id }) => id) : step.id,
  );
}

test.each<[string, object[], (string | string[])[]]>([
  ['neighbouring changes', [change('a'), change('b')], [['a', 'b']]],
  ['a change by itself stays what it is', [act('a'), change('b'), act('c')], ['a', 'b', 'c']],
  [
    'another action parts them',
    [change('a'), change('b'), act('c'), change('d'), change('e')],
    [['a', 'b'], 'c', ['d', 'e']],
  ],
  [
    'one with a branch of its own stays by itself',
    [change('a'), change('b', { onError: [] }), change('c'), change('d')],
    ['a', 'b', ['c', 'd']],
  ],
  [
    'one that may fail is with the others',
    [change('a', { onError: 'continue' }), change('b')],
    [['a', 'b']],
  ],
  [
    'a step of another kind parts them',
    [change('a'), { id: 's', set: {} }, change('b')],
    ['a', 's', 'b'],
  ],
])('%s', (_, steps, expected) => {
  expect(together(steps)).toEqual(expected);
});

test('at most twenty are done together', () => {
  const ids = Array.from({ length: 41 }, (_, index) => `s${index}`);

  expect(together(ids.map((id) => change(id)))).toEqual([
    ids.slice(0, 20),
    ids.slice(20, 40),
    's40',
  ]);
});
