import { conditionProblems, referencesOf } from '../../../flows/language/check-conditions';
import { documentProblems } from '../../../flows/language/check-document';
import type { ConditionDocument } from '../../../flows/language/document';
import { readDocument, readText } from '../../../flows/language/read-document';
import { actionCatalogue } from '../../../plugins/actions';
import { aField } from '../a-seen';
import { aDocument, aStep, aTrigger } from './a-document';

const fields = [
  aField({ slug: 'order-number' }),
  aField({ slug: 'amount', type: 'number' }),
  aField({ slug: 'due', type: 'date' }),
  aField({ slug: 'product', type: 'select', options: ['Loom', 'Yarn'] }),
  aField({ slug: 'parts', type: 'multi_select', options: ['Shaft', 'Reed'] }),
  aField({ slug: 'paid', type: 'boolean' }),
  aField({ slug: 'invoice', type: 'link' }),
  aField({ slug: 'old', archivedAt: '2026-11-01T00:00:00.000Z' }),
];

/** Every problem of a document as `path: message`. */
function problemsOf(document: unknown): string[] {
  const read = readDocument(document);
  const problems = read.ok
    ? documentProblems(read.value, actionCatalogue, { fields })
    : read.problems;
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

test('a right document has no problems', () => {
  expect(problemsOf(aDocument())).toEqual([]);
});

describe('the shape', () => {
  test.each<[string, object, string]>([
    ['an unknown key', { titel: 'x' }, 'titel: "titel" is not known here. Did you mean "title"?'],
    ['a missing title', { title: undefined }, 'title: this is missing'],
    ['another language', { language: 3 }, 'language: this must be 2'],
    [
      'a slug with a blank',
      { flow: 'a flow' },
      'flow: use lower-case letters, digits and hyphens, as in urgent-to-lead',
    ],
    [
      'an unknown event',
      { on: [{ event: 'ticket.crated' }] },
      'on.0.event: "ticket.crated" is not allowed. Did you mean "ticket.created"?',
    ],
    [
      'an unknown operator',
      { on: [aTrigger({ field: 'priority', is_nt: 'low' })] },
      'on.0.when.is_nt: "is_nt" is not known here. Did you mean "is_not"?',
    ],
    [
      'an unknown key of a step',
      { steps: [{ id: 'a', use: 'core.add-note@1', wiht: {} }] },
      'steps.0.wiht: "wiht" is not known here. Did you mean "with"?',
    ],
    [
      'an action without its version',
      { steps: [{ id: 'a', use: 'core.add-note' }] },
      'steps.0.use: write an action with its version, as in core.add-note@1',
    ],
    [
      'a duration in words',
      { steps: [{ id: 'a', wait: { for: 'two days' } }] },
      'steps.0.wait.for: is no duration; write days, hours, minutes or seconds as in 3d, 48h, 1h30m or 45s, at most a year',
    ],
    [
      'a wait for nothing',
      { steps: [{ id: 'a', wait: {} }] },
      'steps.0.wait: say how long to wait (for), until when (at), for which events (until), or both',
    ],
    [
      'a wrong key deep inside',
      {
        steps: [
          {
            id: 'a',
            if: { when: { field: 'status', is: 'open' }, then: [{ id: 'b', stop: 'x', why: 1 }] },
          },
        ],
      },
      'steps.0.if.then.0.why: "why" is not known here. Known here: id, stop.',
    ],
  ])('%s is refused', (_, fields, problem) => {
    expect(problemsOf(aDocument(fields as Record<string, unknown>))).toEqual([problem]);
  });
});

describe('what it says', () => {
  test.each<[string, object, string]>([
    [
      'an unknown action',
      { steps: [aStep({ use: 'core.set-prioritty@1' })] },
      'steps.0.use: there is no action "core.set-prioritty@1". Did you mean "core.set-priority@1"?',
    ],
    [
      'an input of the wrong value',
      { steps: [aStep({ with: { priority: 'higher' } })] },
      'steps.0.with.priority: "higher" is not allowed. Did you mean "high"?',
    ],
    [
      'an unknown input',
      { steps: [aStep({ with: { priority: 'high', colour: 'red' } })] },
      'steps.0.with.colour: "colour" is not known here. Known here: priority.',
    ],
    [
      'a missing input',
      { steps: [aStep({ with: undefined })] },
      'steps.0.with.priority: this is missing',
    ],
    [
      'an unknown variable in a reference',
      { steps: [aStep({ with: { priority: { ref: 'ticket.prority' } } })] },
      'steps.0.with.priority: there is no variable "ticket.prority". Did you mean "ticket.priority"?',
    ],
    [
      'an unknown function in an expression',
      { steps: [aStep({ with: { priority: { cel: 'lowr(ticket.priority)' } } })] },
      'steps.0.with.priority: there is no function "lowr". Did you mean "lower"?',
    ],
    [
      'an unknown variable',
      { steps: [aStep({ use: 'core.add-note@1', with: { text: '{{ticket.titel}}' } })] },
      'steps.0.with.text: there is no variable "ticket.titel". Did you mean "ticket.title"?',
    ],
    [
      'a variable of a later step',
      {
        steps: [
          aStep({ id: 'one', use: 'core.add-note@1', with: { text: '{{steps.two.priority}}' } }),
          aStep({ id: 'two' }),
        ],
      },
      'steps.0.with.text: there is no variable "steps.two.priority".',
    ],
    [
      'an id used twice',
      { steps: [aStep(), aStep()] },
      'steps.1.id: another step has the id "a-step"; choose one',
    ],
    [
      'an unknown field',
      { on: [aTrigger({ field: 'priorty', is: 'low' })] },
      'on.0.when.field: there is no field "priorty". Did you mean "priority"?',
    ],
    [
      'a value that the field has not',
      { on: [aTrigger({ all: [{ field: 'status', in: ['open', 'waitng'] }] })] },
      'on.0.when.all.0.in: "waitng" is no value of this field. Did you mean "waiting"?',
    ],
    [
      'an operator that the field has not',
      { on: [aTrigger({ field: 'tags', is: 'vip' })] },
      'on.0.when.is: tags cannot be asked "is"; it has contains, not_contains, contains_any, is_set, changed',
    ],
    [
      'a list where one value belongs',
      { on: [aTrigger({ field: 'status', is: ['open'] })] },
      'on.0.when.is: write one value, or use "in" for several',
    ],
    [
      'two questions in one',
      { on: [aTrigger({ field: 'status', is: 'open', is_not: 'closed' })] },
      'on.0.when: ask one thing at a time (is, is_not); put several tests into "all"',
    ],
    [
      'steps asked about by a trigger',
      { on: [aTrigger({ field: 'steps.a-step.changed', is: true })] },
      'on.0.when.field: no step "a-step" has run before this.',
    ],
    [
      'an output that a step has not',
      {
        steps: [
          aStep(),
          { id: 'b', if: { when: { field: 'steps.a-step.chnged', is: true }, then: [] } },
        ],
      },
      'steps.1.if.when.field: step "a-step" answers no "chnged". Did you mean "changed"?',
    ],
    [
      'a branch for an event that the wait has not',
      { steps: [{ id: 'a', wait: { for: '1h' }, onEvent: [] }] },
      'steps.0.onEvent: add "until": this wait has no events',
    ],
    [
      'a branch for a time that the wait has not',
      { steps: [{ id: 'a', wait: { until: [{ event: 'ticket.created' }] }, onTimeout: [] }] },
      'steps.0.onTimeout: add "for" or "at": this wait never times out',
    ],
    [
      'an address that is none',
      { steps: [aStep({ use: 'core.call-webhook@1', with: { url: 'file:///etc/passwd' } })] },
      'steps.0.with.url: write an address that begins with https:// or http://',
    ],
    [
      'a recipient that is none',
      {
        steps: [
          aStep({ use: 'core.send-mail@1', with: { to: 'requestr', subject: 'a', text: 'b' } }),
        ],
      },
      'steps.0.with.to: write requester, assignee or an e-mail address',
    ],
  ])('%s is refused', (_, fields, problem) => {
    const [first, ...more] = problemsOf(aDocument(fields as Record<string, unknown>));
    expect(more).toEqual([]);
    expect(first!.startsWith(problem)).toBe(true);
  });
});

const named = (field: string, test: object) => ({ field: `ticket.fields.${field}`, ...test });

describe('of a custom field', () => {
  test.each<[object, string]>([
    [
      named('ordr-number', { is: 'A' }),
      'field: there is no custom field "ordr-number". Did you mean "order-number"?',
    ],
    [
      named('old', { is: 'A' }),
      'field: the custom field "old" is archived; restore it, or ask of another. Known here: order-number, amount, due, product, parts, paid, invoice.',
    ],
    [
      { field: 'fields.amount', is: 1 },
      'field: there is no field "fields.amount". Did you mean "ticket.fields.amount"?',
    ],
    [
      { field: 'weather', is: 'fine' },
      'field: there is no field "weather". The catalogue lists those that there are.',
    ],
    [named('order-number', { is: 17 }), 'is: write a text of at most 1000 characters'],
    [
      named('order-number', { contains: null }),
      'contains: write a text of at most 1000 characters',
    ],
    [named('amount', { greater_than: '10' }), 'greater_than: write a number'],
    [named('amount', { at_least: null }), 'at_least: write a number'],
    [named('due', { before: '23.11.2026' }), 'before: write a date such as 2026-11-23'],
    [
      named('due', { contains: '2026' }),
      'contains: ticket.fields.due cannot be asked "contains"; it has is, is_not, in, not_in, is_set, before, after, older_than, newer_than, within, changed, changed_from, changed_to',
    ],
    [
      named('product', { in: ['Loom', 'Yarm'] }),
      'in: "Yarm" is no value of this field. Did you mean "Yarn"?',
    ],
    [
      named('parts', { contains_any: ['Reeds'] }),
      'contains_any: "Reeds" is no value of this field. Did you mean "Reed"?',
    ],
    [named('parts', { contains: null }), 'contains: write a text'],
    [named('paid', { is: 'yes' }), 'is: write true or false'],
    [named('invoice', { is: 'shop' }), 'is: write a link that begins with https:// or http://'],
  ])('%j is refused', (when, problem) => {
    expect(problemsOf(aDocument({ on: [aTrigger(when)] }))).toEqual([`on.0.when.${problem}`]);
  });

  test('it is also found in branches and waits', () => {
    const when = named('amont', { is: 1 });
    const steps = [
      { id: 'a', wait: { until: [aTrigger(when)] } },
      { id: 'b', if: { when, then: [] } },
    ];

    expect(problemsOf(aDocument({ steps })).map((one) => one.split(':')[0])).toEqual([
      'steps.0.wait.until.0.when.field',
      'steps.1.if.when.field',
    ]);
  });

  test.each<object>([
    named('order-number', { is: null }),
    named('order-number', { contains: 'A-' }),
    named('amount', { is: 1.5 }),
    named('due', { after: '2026-11-23' }),
    named('product', { changed_to: ['Loom', null] }),
    named('parts', { contains_any: ['Reed'] }),
    named('paid', { changed_to: true }),
    named('invoice', { is: 'https://shop.example/7' }),
    { field: 'team', changed_to: null },
  ])('%j is right', (when) => {
    expect(problemsOf(aDocument({ on: [aTrigger(when)] }))).toEqual([]);
  });
});

describe('of a condition', () => {
  const duration =
    'write days, hours, minutes or seconds as in 3d, 48h, 1h30m or 45s, at most a year';
  const moment = 'write a date such as 2026-11-23, or a time such as 2026-11-23T09:00:00Z';

  test.each<[object, string]>([
    [{ field: 'created_at', older_than: 'three days' }, `older_than: ${duration}`],
    [{ field: 'created_at', newer_than: 3 }, `newer_than: ${duration}`],
    [{ field: 'snoozed_until', within: ['1d', '2d'] }, `within: ${duration}`],
    [named('due', { within: '0d' }), `within: ${duration}`],
    [{ field: 'created_at', before: 'yesterday' }, `before: ${moment}`],
    [{ field: 'event.at', after: '2026-11-23T09:00' }, `after: ${moment}`],
    [
      { field: 'now', in_business_hours: 9 },
      'in_business_hours: write true, false or the name of a calendar',
    ],
    [
      { field: 'created_at', in_business_hours: true },
      'in_business_hours: created_at cannot be asked "in_business_hours"; it has is_set, before, after, older_than, newer_than, within',
    ],
    [
      { field: 'now', older_than: '3d' },
      'older_than: now cannot be asked "older_than"; it has before, after, in_business_hours',
    ],
    [{ field: 'message.text', contains: null }, 'contains: write a text'],
    [{ field: 'message.text', contains_any: 'refund' }, 'contains_any: write a list of values'],
    [
      { field: 'message.text', contains: ['a', 'b'] },
      'contains: write one value, or use "contains_any" for several',
    ],
    [
      { field: 'message.text', contains_word: '!!!' },
      'contains_word: write a word, with letters or digits',
    ],
    [{ field: 'message.text', starts_with: 7 }, 'starts_with: write a text'],
    [
      { field: 'title', changed_to: 'x' },
      'changed_to: title cannot be asked "changed_to"; it has is, is_not, in, not_in, is_set, contains, not_contains, contains_any, contains_word, starts_with, ends_with, changed',
    ],
    [
      { field: 'message.kind', is: 'notes' },
      'is: "notes" is no value of this field. Did you mean "note"?',
    ],
    [{ field: 'message.has_attachments', is: 'yes' }, 'is: write true or false'],
    [{ field: 'rating', at_least: 'good' }, 'at_least: write a number'],
    [{ field: 'account', is: 7 }, 'is: write a text'],
    [{ field: 'requester.mail', is: 'a' }, 'field: there is no field "requester.mail".'],
    [
      { field: 'vars.level', is: 1 },
      'field: no step before this sets "level"; add one with "set".',
    ],
    [
      { field: 'inputs.reason', is: 'x' },
      'field: this Flow is started with no input "reason"; add it to the trigger’s inputs.',
    ],
    [
      { field: 'item.price', is: 1 },
      'field: there is an item only in the steps of a "for"; move this step into one',
    ],
    [{ cel: '' }, 'cel: '],
  ])('%j is refused', (when, problem) => {
    const [first, ...more] = problemsOf(aDocument({ on: [aTrigger(when)] }));
    expect(more).toEqual([]);
    expect(first!.startsWith(`on.0.when.${problem}`)).toBe(true);
  });

  test.each<object>([
    { field: 'created_at', older_than: '1h30m' },
    { field: 'created_at', after: '2026-11-23T09:00:00+01:00' },
    { field: 'now', in_business_hours: 'Night shift' },
    { field: 'account', is: null },
    { field: 'account', in: ['Shop Ltd', null] },
    { field: 'requester.domain', ends_with: ['.edu', '.ac.uk'] },
    { field: 'message.subject', is: null },
    { field: 'message.mentions', contains: 'lead@example.com' },
    { field: 'rating', is: null },
    { field: 'title', contains_word: ['refund', 'money back'] },
    { cel: 'size(ticket.tags) > 2' },
  ])('%j is right', (when) => {
    expect(problemsOf(aDocument({ on: [aTrigger(when)] }))).toEqual([]);
  });

  test('names of what the run knows are checked where it knows any', () => {
    const known = { custom: [], vars: ['level'], inputs: ['reason'], item: true };
    const problems = (condition: ConditionDocument) =>
      conditionProblems(condition, 'when', {
        ...known,
        celProblems: (source) => [`no "${source}"`],
      });

    for (const field of ['vars.level', 'inputs.reason', 'item', 'item.price']) {
      expect(problems({ field, is: 'x' })).toEqual([]);
    }
    expect(problems({ field: 'vars.levle', is: 1 })).toEqual([
      {
        path: 'when.field',
        message: 'no step before this sets "levle"; add one with "set". Did you mean "level"?',
      },
    ]);
    expect(problems({ any: [{ field: 'inputs.resaon', is: 1 }] })).toEqual([
      {
        path: 'when.any.0.field',
        message:
          'this Flow is started with no input "resaon"; add it to the trigger’s inputs. Did you mean "reason"?',
      },
    ]);
    expect(problems({ field: 'vars.level', older_than: 'x' })).toHaveLength(1);
    expect(problems({ not: { cel: 'x' } })).toEqual([{ path: 'when.not.cel', message: 'no "x"' }]);
  });

  test('what it names is known by its kind and place', () => {
    const condition: ConditionDocument = {
      all: [
        { field: 'message.mentions', contains_any: ['a@example.com'] },
        { field: 'account', is: 'Shop Ltd' },
        { field: 'now', in_business_hours: 'Nights' },
        { field: 'now', in_business_hours: true },
      ],
    };

    expect(referencesOf(condition, 'when')).toEqual([
      { path: 'when.all.0.contains_any', to: 'agent', name: 'a@example.com' },
      { path: 'when.all.1.is', to: 'account', name: 'Shop Ltd' },
      { path: 'when.all.2.in_business_hours', to: 'calendar', name: 'Nights' },
    ]);
  });
});

test('every problem is told at once', () => {
  const document = aDocument({
    on: [aTrigger({ field: 'colour', is: 'red' })],
    steps: [aStep({ use: 'core.nothing@1' }), aStep({ id: 'b', with: { priority: 1 } })],
  });

  expect(problemsOf(document)).toHaveLength(3);
});

describe('text', () => {
  test('that is no YAML is refused with its line', () => {
    const read = readText('language: 1\nflow: [a');

    expect(read).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('line 2') }],
    });
  });

  test('with a key twice is refused', () => {
    expect(readText('title: a\ntitle: b').ok).toBe(false);
  });

  test('that swells by aliases is refused', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => pair.split(''))) {
      lines.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(',')}]`);
    }

    expect(readText(lines.join('\n')).ok).toBe(false);
  });
});
