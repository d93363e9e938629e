import { documentProblems } from '../../../flows/language/check-document';
import { readDocument, readText } from '../../../flows/language/read-document';
import { actionCatalogue } from '../../../plugins/actions';
import { aDocument, aStep, aTrigger } from './a-document';

/** Every problem of a document as `path: message`. */
function problemsOf(document: unknown): string[] {
  const read = readDocument(document);
  const problems = read.ok ? documentProblems(read.value, actionCatalogue) : read.problems;
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

test('a right document has no problems', () => {
  expect(problemsOf(aDocument())).toEqual([]);
});

describe('the shape', () => {
  test.each<[string, object, string]>([
    ['an unknown key', { titel: 'x' }, 'titel: "titel" is not known here. Did you mean "title"?'],
    ['a missing title', { title: undefined }, 'title: this is missing'],
    ['another language', { language: 2 }, 'language: this must be 1'],
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
      'steps.0.wait: say how long to wait (for), for which events (until), or both',
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
      'steps.0.if.then.0.why: "why" is not known here. Known here: id, use, with, retry, timeout, onError, if, wait, onEvent, onTimeout, stop.',
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
      'steps.0.onTimeout: add "for": this wait never times out',
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
