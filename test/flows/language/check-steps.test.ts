import { documentProblems } from '../../../flows/language/check-document';
import type { CallableFlow } from '../../../flows/language/installation';
import { readDocument } from '../../../flows/language/read-document';
import { actionCatalogue } from '../../../plugins/actions';
import { aDocument, aStep } from './a-document';

const callable = new Map<string, CallableFlow>([
  [
    'refund',
    {
      inputs: [{ name: 'amount', title: 'Amount', type: 'number', required: true }],
      outputs: ['paid'],
      calls: [],
    },
  ],
  ['leads-back', { inputs: [], outputs: [], calls: ['between'] }],
  ['between', { inputs: [], outputs: [], calls: ['a-flow'] }],
]);

/** Every problem of a document as `path: message`. */
function problemsOf(fields: object): string[] {
  const read = readDocument(aDocument({ language: 2, ...fields }));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return documentProblems(read.value, actionCatalogue, { fields: [], callable }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const ofStep = (step: object) => problemsOf({ steps: [{ id: 'a', ...step }] });
const set = (id: string, value: unknown = 1) => ({ id, set: { x: value } });
const stop = (id: string) => ({ id, stop: { outcome: 'enough' } });
const events = [{ event: 'message.customer_replied' }];

describe('a step is refused', () => {
  test.each<[string, object, string]>([
    [
      'a case twice',
      {
        switch: {
          on: 1,
          cases: [
            { is: 1, do: [] },
            { is: [2, 1], do: [] },
          ],
        },
      },
      'switch.cases.1.is: 1 has a case before this one; take it out of one of them',
    ],
    [
      'a switch on what is unknown',
      { switch: { on: { ref: 'ticket.prority' }, cases: [{ is: 1, do: [] }] } },
      'switch.on: there is no variable "ticket.prority". Did you mean "ticket.priority"?',
    ],
    [
      'a loop over a text',
      { for: { each: 'x', max: 3, do: [] } },
      'for.each: give a list, or a value that comes to one',
    ],
    [
      'a loop over an object',
      { for: { each: { a: { ref: 'ticket.tags' } }, max: 3, do: [] } },
      'for.each: give a list, or a value that comes to one',
    ],
    [
      'a long loop beside others',
      { parallel: { branches: [[{ id: 'b', for: { each: [], max: 201, do: [] } }], []] } },
      'parallel.branches.0.0.for.max: beside other branches a loop takes at most 200 items, with those in it; lower it, or put the loop outside of "parallel"',
    ],
    [
      'loops that go round too often',
      {
        for: {
          each: [],
          max: 10_000,
          do: [
            {
              id: 'b',
              for: {
                each: [],
                max: 10_000,
                do: [{ id: 'c', for: { each: [], max: 100, do: [] } }],
              },
            },
          ],
        },
      },
      'for.do.0.for.do.0.for.max: with the loops about it this goes round up to 10000000000 times; lower one of the bounds',
    ],
    [
      'a calendar for no time',
      { wait: { until: events, calendar: 'Nights' } },
      'wait.calendar: add "for" or "at": a calendar says which time counts',
    ],
    [
      'a wait until a word',
      { wait: { at: 'tomorrow' } },
      'wait.at: write a time such as 2026-11-23T09:00:00Z, or a value that comes to one',
    ],
    [
      'a wait until what is unknown',
      { wait: { at: { ref: 'vars.due' } } },
      'wait.at: there is no variable "vars.due".',
    ],
    [
      'a branch for events that are not awaited',
      { wait: { at: { ref: 'now' } }, onEvent: [] },
      'onEvent: add "until": this wait has no events',
    ],
    [
      'a branch for a time that never comes',
      { wait: { until: events }, onTimeout: [] },
      'onTimeout: add "for" or "at": this wait never times out',
    ],
    ['a call of itself', { flow: 'a-flow' }, 'flow: a Flow cannot call itself; name another one'],
    [
      'a call that leads back',
      { flow: 'leads-back' },
      'flow: "leads-back" leads back to this Flow by its own calls; a Flow cannot call itself',
    ],
    [
      'a call without an input',
      { flow: 'refund' },
      'with.amount: "refund" needs the input "amount"',
    ],
    [
      'a call with an input of another type',
      { flow: 'refund', with: { amount: 'ten' } },
      'with.amount: write a number',
    ],
    [
      'a call with what is unknown',
      { flow: 'refund', with: { amount: { ref: 'vars.ten' } } },
      'with.amount: there is no variable "vars.ten".',
    ],
    [
      'a call on what is unknown',
      { flow: 'refund', with: { amount: 1 }, ticket: { ref: 'vars.ten' } },
      'ticket: there is no variable "vars.ten".',
    ],
    [
      'an approval with a default and no time',
      { approve: { by: ['a'], text: '?', default: 'reject' } },
      'approve.default: add "for": without a time there is always an answer',
    ],
    [
      'an approval that asks about what is unknown',
      { approve: { by: ['a'], text: '{{ticket.titel}}' } },
      'approve.text: there is no variable "ticket.titel". Did you mean "ticket.title"?',
    ],
    [
      'a variable set to what is unknown',
      { set: { x: { cel: 'ticket.titel' } } },
      'set.x: there is no variable "ticket.titel". Did you mean "ticket.title"?',
    ],
    ['an item outside of loops', set('a', { ref: 'item' }), 'set.x: there is no variable "item".'],
  ])('for %s', (_, step, problem) => {
    const [first, ...more] = ofStep(step);
    expect(more).toEqual([]);
    expect(first?.slice(0, `steps.0.${problem}`.length)).toBe(`steps.0.${problem}`);
  });

  test('for an input that the called Flow has not', () => {
    expect(ofStep({ flow: 'refund', with: { amount: 1, amuont: 1 } })).toEqual([
      'steps.0.with.amuont: "refund" has no input "amuont". Did you mean "amount"?',
    ]);
  });
});

describe('what nothing leads to is refused', () => {
  const after = (id: string) =>
    `: "${id}" ends the run before this; move it behind, or into a branch`;

  test.each<[string, object[], string]>([
    ['at the top', [stop('a'), set('b')], 'steps.1'],
    [
      'in a branch',
      [{ id: 'w', wait: { for: '1h' }, onTimeout: [stop('a'), set('b')] }],
      'steps.0.onTimeout.1',
    ],
    [
      'in a loop',
      [{ id: 'l', for: { each: [], max: 3, do: [stop('a'), set('b')] } }],
      'steps.0.for.do.1',
    ],
    ['on an error', [aStep({ onError: [stop('a'), set('b')] })], 'steps.0.onError.1'],
  ])('%s', (_, steps, path) => {
    expect(problemsOf({ steps })).toEqual([`${path}${after('a')}`]);
  });
});

test('a step of another branch cannot be asked', () => {
  const either = {
    id: 'either',
    if: {
      when: { field: 'status', is: 'open' },
      then: [{ id: 'wait', wait: { for: '1h' } }],
      else: [set('b', { ref: 'steps.wait.outcome' })],
    },
  };

  expect(problemsOf({ steps: [either] })[0]).toMatch(
    /^steps\.0\.if\.else\.0\.set\.x: there is no variable "steps\.wait\.outcome"/,
  );
  expect(
    problemsOf({
      steps: [
        { ...either, if: { ...either.if, else: [] } },
        set('b', { ref: 'steps.wait.outcome' }),
      ],
    }),
  ).toEqual([]);
});

test('a Flow of more than a thousand steps is refused', () => {
  const loops = Array.from({ length: 11 }, (_, loop) => ({
    id: `l${loop}`,
    for: { each: [], max: 3, do: Array.from({ length: 91 }, (_, step) => set(`s${loop}-${step}`)) },
  }));

  expect(problemsOf({ steps: loops })).toEqual([
    'steps: a Flow has at most 1000 steps and this one 1012; move some into a Flow of their own and call it',
  ]);
});

describe('without a ticket', () => {
  test.each<[string, object, string]>([
    [
      'an action on it',
      aStep(),
      'steps.0.use: "core.set-priority@1" works on a ticket, and not every run of this Flow has one; call a Flow with "ticket" for each, or begin this one by an event of a ticket',
    ],
    [
      'a wait for its events',
      { id: 'a', wait: { until: events } },
      'steps.0.wait.until: these are events of a ticket, and not every run of this Flow has one; wait for a time',
    ],
    [
      'a value of it',
      set('a', { ref: 'ticket.title' }),
      'steps.0.set.x: there is no variable "ticket.title".',
    ],
  ])('%s is refused', (_, step, problem) => {
    const [first, ...more] = problemsOf({ on: [{ webhook: true }], steps: [step] });
    expect(more).toEqual([]);
    expect(first?.slice(0, problem.length)).toBe(problem);
  });
});

describe('a beginning is refused', () => {
  const input = { name: 'a', title: 'A', type: 'text' };
  const ofInputs = (...inputs: object[]) =>
    problemsOf({ on: [{ manual: { title: 'Go', inputs } }] });

  test.each<[string, object[], ...string[]]>([
    ['a name twice', [input, input], '1.name: another input has the name "a"; choose one'],
    [
      'a choice of nothing',
      [{ ...input, type: 'select', default: 'x' }],
      '0.options: say what can be chosen',
    ],
    [
      'options of a text',
      [{ ...input, options: ['x'] }],
      '0.options: only an input of the type select has options',
    ],
    [
      'a default of another type',
      [{ ...input, type: 'number', default: 'x' }],
      '0.default: write a number',
    ],
    [
      'a default that cannot be chosen',
      [{ ...input, type: 'select', options: ['x', 'y'], default: 'z' }],
      '0.default: choose one of: x, y',
    ],
  ])('for %s', (_, inputs, ...problems) => {
    expect(ofInputs(...inputs)).toEqual(problems.map((one) => `on.0.manual.inputs.${one}`));
  });

  test.each(['webhook', 'manual', 'called'] as const)('for two triggers of the kind %s', (kind) => {
    const trigger = { webhook: true, manual: { title: 'Go' }, called: {} };
    const one = { [kind]: trigger[kind] };

    expect(problemsOf({ on: [one, one], steps: [set('a')] })).toEqual([
      `on.1: a Flow has one trigger "${kind}"; put both into one, or make a second Flow`,
    ]);
  });

  test.each<[object, string]>([
    [
      { schedule: 'daily' },
      'has 1 field; write five: minute, hour, day, month and weekday, as in 0 9 * * 1',
    ],
    [
      { schedule: '60 9 * * 1' },
      'has no such minute as "60"; write numbers from 0 to 59, *, ranges, lists or steps',
    ],
    [{ schedule: '0 9 31 2 *' }, 'names a day that no month has; it would never come'],
  ])('for the schedule of %j', (trigger, problem) => {
    expect(problemsOf({ on: [trigger], steps: [set('a')] })).toEqual([
      `on.0.schedule: "${(trigger as { schedule: string }).schedule}" ${problem}`,
    ]);
  });

  test('for a time zone that there is not, at its own place', () => {
    const trigger = { schedule: '0 9 * * 1', timeZone: 'Mars/Olympus' };

    expect(problemsOf({ on: [trigger], steps: [set('a')] })).toEqual([
      'on.0.timeZone: there is no time zone "Mars/Olympus"; write one as in Europe/Berlin',
    ]);
  });
});

describe('settings and outputs are refused', () => {
  const per = (key: string, on: object) =>
    problemsOf({
      on: [on],
      steps: [set('a')],
      settings: { concurrency: { per: key, whenBusy: 'queue' } },
    });

  test.each(['ticket', 'flow', 'assignee', 'requester.id'])('one run per %s is right', (key) => {
    expect(per(key, { event: 'ticket.created' })).toEqual([]);
  });

  test('for a key that no event has', () => {
    expect(per('tickets', { event: 'ticket.created' })).toEqual([
      'settings.concurrency.per: write ticket, flow, or a field that every event of a ticket has, such as assignee or ticket.fields.order',
    ]);
  });

  test('for a key of a ticket where there may be none', () => {
    expect(per('ticket', { webhook: true })).toEqual([
      'settings.concurrency.per: not every run of this Flow has a ticket; write "flow": one run at a time',
    ]);
  });

  test('for outputs that nobody gets, or that nothing leaves behind', () => {
    expect(problemsOf({ outputs: { x: 1 } })).toEqual([
      'outputs: nobody gets these: add the trigger "called" so that other Flows can call this one',
    ]);
    expect(problemsOf({ on: [{ called: {} }], outputs: { x: { ref: 'vars.y' } } })[0]).toMatch(
      /^outputs\.x: there is no variable "vars\.y"/,
    );
  });
});
