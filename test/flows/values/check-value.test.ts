import { variablesFor } from '../../../flows/templates/variables';
import { valueProblems } from '../../../flows/values/check-value';

const known = {
  customFields: [
    { slug: 'amount', type: 'number' as const },
    { slug: 'parts', type: 'multi_select' as const },
  ],
  outputs: new Map([
    ['look-up', { count: 'value', found: 'any' } as const],
    ['ask', ['outcome']],
  ]),
  vars: ['count'],
  inputs: ['reason'],
  loops: ['each-part', 'each-day'],
};
const variables = variablesFor(known);

const problemsOf = (value: unknown, among = variables) =>
  valueProblems(value, among).map(({ path, message }) => `${path}: ${message}`);

test('every name that a place knows can be used in each of the three ways', () => {
  const names = [
    ...['ticket.number', 'ticket.tags.0', 'ticket.fields.amount', 'requester.id', 'assignee.email'],
    ...['account.name', 'event.actor.name', 'message.from.email', 'flow.slug', 'run.id', 'now'],
    ...['steps.look-up.count', 'steps.look-up.found.0.number', 'steps.ask.outcome', 'vars.count'],
    ...['inputs.reason', 'item', 'item.name', 'index', 'loops.each-part.item.0.x'],
  ];
  for (const name of names) {
    const brackets = name.replace(/\.([\w-]*-[\w-]*|\d+)/g, (_, part: string) =>
      /^\d+$/.test(part) ? `[${part}]` : `["${part}"]`,
    );
    const inTemplate = name.replace(/\.(\d+)/g, '.[$1]');
    const value = [{ ref: name }, { template: `{{${inTemplate}}}` }, { cel: brackets }];
    expect([name, problemsOf(value)]).toEqual([name, []]);
  }
  expect(problemsOf({ ref: 'steps.look-up.output.count' })).toEqual([]);
  expect(problemsOf({ ref: 'ticket.fields.parts' })).toEqual([]);
});

test.each([
  [{ ref: 'ticket.titel' }, ': there is no variable "ticket.titel". Did you mean "ticket.title"?'],
  [
    { a: [{ ref: 'vars.cuont' }] },
    'a.0: there is no variable "vars.cuont". Did you mean "vars.count"?',
  ],
  [{ ref: 'ticket.title.x' }, ': there is no variable "ticket.title.x".'],
  [
    { ref: 'steps.lookup.count' },
    ': there is no variable "steps.lookup.count". Did you mean "steps.look-up"?',
  ],
  [
    { ref: 'steps.look-up.cuont' },
    ': there is no variable "steps.look-up.cuont". Did you mean "steps.look-up.count"?',
  ],
  [{ ref: 'ticket["title"]' }, ': write a name with its parts, as in ticket.priority'],
  [{ ref: ' ' }, ': this must not be empty'],
  [{ ref: 'a'.repeat(301) }, ': this has at most 300 characters'],
  [{ ref: '__proto__.x' }, ': there is no variable "__proto__.x".'],
  [
    { b: { template: '{{requester.nam}}' } },
    'b: there is no variable "requester.nam". Did you mean "requester.name"?',
  ],
  [
    { b: { cel: 'inputs.raeson' } },
    'b: there is no variable "inputs.raeson". Did you mean "inputs.reason"?',
  ],
])('%j is refused when publishing', (value, sentence) => {
  const [problem] = problemsOf(value);
  expect(problem).toContain(sentence);
});

test('a Flow that may run without a ticket cannot name one', () => {
  const without = variablesFor({ ...known, hasTicket: false });

  for (const name of [
    'ticket.number',
    'requester.name',
    'assignee.name',
    'account.id',
    'message.text',
    'event.seq',
  ]) {
    expect([name, problemsOf({ ref: name }, without)]).toEqual([
      name,
      [expect.stringContaining(`there is no variable "${name}".`)],
    ]);
  }
  expect(problemsOf([{ ref: 'event.at' }, { ref: 'vars.count' }, { ref: 'now' }], without)).toEqual(
    [],
  );
});

test('outside of loops there is no item', () => {
  const outside = variablesFor({ ...known, loops: [] });

  for (const name of ['item', 'index', 'loops.each-part.item']) {
    expect(problemsOf({ ref: name }, outside)).toHaveLength(1);
  }
});

test('the body of a webhook may say anything', () => {
  const hook = variablesFor({ customFields: [], inputs: 'any' });

  expect(problemsOf([{ ref: 'inputs.order.lines.0' }, { cel: 'inputs.total > 5' }], hook)).toEqual(
    [],
  );
});
