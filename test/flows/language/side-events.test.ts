import { documentProblems } from '../../../flows/language/check-document';
import { readDocument } from '../../../flows/language/read-document';
import { actionCatalogue } from '../../../plugins/actions';

function problemsOf(on: object[], steps: object[] = [{ id: 'end', stop: { outcome: 'done' } }]) {
  const read = readDocument({ language: 2, flow: 'one', title: 'One', on, steps });
  if (!read.ok) return read.problems;
  return documentProblems(read.value, actionCatalogue, { fields: [] });
}

const asking = (event: string, field: object) => [{ event, when: field }];

test.each([
  ['conversation.started', { field: 'conversation.visitor_email', ends_with: '@example.com' }],
  ['conversation.closed', { field: 'conversation.status', is: 'closed' }],
  ['conversation.agent_wrote', { field: 'message.text', contains_word: 'refund' }],
  ['mail.quarantined', { field: 'mail.authentication', is: 'fail' }],
  ['mail.quarantined', { field: 'event.at', in_business_hours: true }],
  ['conversation.started', { cel: 'inputs.conversation.visitor.email != ""' }],
])('%s can be asked %j', (event, when) => {
  expect(problemsOf(asking(event, when))).toEqual([]);
});

test.each([
  [
    'conversation.started',
    { field: 'status', is: 'open' },
    'status is not known in conversation.started',
  ],
  [
    'conversation.closed',
    { field: 'message.text', contains: 'x' },
    'message.text is not known in conversation.closed',
  ],
  [
    'mail.quarantined',
    { field: 'conversation.status', is: 'open' },
    'conversation.status is not known in mail.quarantined',
  ],
  [
    'ticket.created',
    { field: 'mail.from', is: 'a@b.example' },
    'mail.from is not known in events of tickets',
  ],
])('%s cannot be asked %j', (event, when, message) => {
  expect(problemsOf(asking(event, when))).toEqual([{ path: 'on.0.when.field', message }]);
});

test('a step asks what one of the ways to begin can tell', () => {
  const asks = (field: object) => [
    { id: 'ask', if: { when: field, then: [{ id: 'end', stop: { outcome: 'done' } }] } },
  ];
  const begun = [{ event: 'mail.quarantined' }, { schedule: '0 9 * * *' }];
  expect(problemsOf(begun, asks({ field: 'mail.from', is_set: true }))).toEqual([]);
  expect(
    problemsOf([{ schedule: '0 9 * * *' }], asks({ field: 'mail.from', is_set: true })),
  ).toEqual([
    {
      path: 'steps.0.if.when.field',
      message: 'mail.from is not known in a run that no event began',
    },
  ]);
});

test('a schedule that is none is refused with its place', () => {
  const problems = problemsOf([
    { schedule: '0 25 * * *' },
    { schedule: '0 9 * * *', timeZone: 'Mars/Crater' },
  ]);
  expect(problems.map(({ path }) => path)).toEqual(['on.0.schedule', 'on.1.timeZone']);
});
