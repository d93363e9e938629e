import type { Condition, FieldTest } from '../../../flows/engine/definition';
import { evaluate } from '../../../flows/engine/evaluate';
import { explain, explainMatch, shortened } from '../../../flows/engine/explain';
import { aSeen } from '../a-seen';

const a = (field: string, operator: FieldTest['operator'], value: FieldTest['value']) => ({
  field,
  operator,
  value,
});

const seen = {
  ...aSeen(
    { priority: 'high', tags: ['vip', 'bug'], assigneeId: null },
    { changes: { priority: { from: 'low', to: 'high' } } },
    {},
    { amount: 5 },
  ),
  outside: {},
};

const lines = (condition: Condition): string[] =>
  explain(evaluate(condition, seen)).map(
    ({ holds, depth, text }) => `${'  '.repeat(depth)}${holds ? 'yes' : 'no'}: ${text}`,
  );

test.each<[FieldTest, string]>([
  [a('priority', 'is', 'urgent'), 'no: priority was high, asked for: is urgent'],
  [
    a('priority', 'changed_to', 'high'),
    'yes: priority changed from low to high, asked for: changes to high',
  ],
  [a('status', 'changed', true), 'no: status did not change, asked for: changes'],
  [a('status', 'changed', false), 'yes: status did not change, asked for: does not change'],
  [a('assignee', 'is_set', false), 'yes: assignee was nothing, asked for: is not set'],
  [a('assignee', 'is', null), 'yes: assignee was nothing, asked for: is nothing'],
  [
    a('tags', 'contains_any', ['a', 'b']),
    'no: tags was vip, bug, asked for: contains one of a or b',
  ],
  [
    a('ticket.fields.amount', 'at_least', 10),
    'no: ticket.fields.amount was 5, asked for: is at least 10',
  ],
  [
    a('created_at', 'older_than', 93_600_000),
    `no: created was ${seen.facts!.createdAt}, asked for: is longer ago than 1 day 2 hours`,
  ],
  [
    a('message.text', 'contains', 'x'),
    'no: text of the message was not looked at, asked for: contains x',
  ],
])('%j is explained in a sentence', (condition, sentence) => {
  expect(lines(condition)).toEqual([sentence]);
});

test('groups are told with their parts below them', () => {
  const condition: Condition = {
    all: [
      a('priority', 'is', 'high'),
      { any: [a('team', 'is_set', true), { not: a('tags', 'contains', 'vip') }] },
      { not: { all: [a('source', 'is', 'mail')] } },
      { cel: 'false' },
    ],
  };

  expect(lines(condition)).toEqual([
    'yes: priority was high, asked for: is high',
    'no: asked for was one of these:',
    '  no: team was nothing, asked for: is set',
    '  no: tags was vip, bug, asked for: not (contains vip)',
    'yes: asked for was that this does not hold:',
    '  no: asked for was all of this:',
    '    no: source was api, asked for: is mail',
    'no: the expression false could not be worked out: expressions are not worked out here',
  ]);
});

test('people and fields are called by their names', () => {
  const verdict = evaluate(a('ticket.fields.amount', 'is', 'agent-1'), seen);
  const words = {
    titleOf: () => 'Amount',
    nameOf: (id: string) => (id === 'agent-1' ? 'Lea' : undefined),
  };

  expect(explain(verdict, words)[0]!.text).toBe('Amount was 5, asked for: is Lea');
});

test('an event is explained by its triggers, and by what keeps a Flow out', () => {
  const verdict = evaluate(null, seen);
  const triggers = [{ event: 'ticket.created', verdict }];

  expect(explainMatch({ triggers }).map(({ text }) => text)).toEqual([
    'ticket.created came, and the conditions are none',
  ]);
  expect(explainMatch({ triggers, ownChange: true }).at(-1)).toMatchObject({ holds: false });
  expect(explainMatch({ triggers, machineAnswer: true }).at(-1)!.text).toContain('machine');
  expect(explainMatch({ triggers: [] })).toMatchObject([{ holds: false }]);
});

test('of a long text only the beginning is kept', () => {
  const text = 'x'.repeat(5_000);
  const outside = { text: { title: text, description: 'short' } };
  const change = { title: { from: text, to: 'y' } };
  const long = { ...aSeen({}, { changes: change }), outside };
  const kept = shortened(
    evaluate({ any: [a('title', 'contains', 'x'), { not: a('title', 'changed', true) }] }, long),
  );

  expect(JSON.stringify(kept).length).toBeLessThan(800);
  expect(kept).toMatchObject({ any: [{ holds: true, saw: `${'x'.repeat(199)}…` }, {}] });
});
