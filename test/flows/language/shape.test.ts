import { readDocument } from '../../../flows/language/read-document';
import { aDocument, aStep } from './a-document';

/** Every problem of a document as `path: message`. */
function problemsOf(document: unknown): string[] {
  const read = readDocument(document);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
}

const inDocument = (fields: object) => problemsOf(aDocument({ language: 2, ...fields }));
const inStep = (step: object) => inDocument({ steps: [{ id: 'a', ...step }] });
const inTrigger = (trigger: unknown) => inDocument({ on: [trigger] });
const inCondition = (when: unknown) => inTrigger({ event: 'ticket.created', when });

const kinds = 'use, if, switch, for, wait, parallel, flow, approve, set, stop';
const note = aStep();
const oneCase = [{ is: 1, do: [] }];

describe('the kind of a step', () => {
  test.each<[string, unknown, string]>([
    ['none', { id: 'a' }, `: say what this is by one of ${kinds}`],
    [
      'a misspelt one',
      { id: 'a', whait: { for: '1h' } },
      '.whait: "whait" is not known here. Did you mean "wait"?',
    ],
    [
      'two',
      { ...note, wait: { for: '1h' } },
      '.wait: "wait" does not go together with "use"; put each into one of its own',
    ],
    [
      'a key of another kind',
      { ...note, onEvent: [] },
      '.onEvent: "onEvent" does not go together with "use"; take it out',
    ],
    ['no object', 'core.add-note@1', `: this should be an object with one of ${kinds}`],
    ['nothing', null, `: this should be an object with one of ${kinds}`],
    ['no id', { use: 'core.add-note@1' }, '.id: this is missing'],
  ])('%s', (_, step, problem) => {
    expect(inDocument({ steps: [step] })).toEqual([`steps.0${problem}`]);
  });
});

describe('a step is refused', () => {
  test.each<[string, object, ...string[]]>([
    ['a switch without cases', { switch: { on: 1 } }, 'switch.cases: this is missing'],
    ['a switch with no case', { switch: { on: 1, cases: [] } }, 'switch.cases: write at least one'],
    ['a switch on nothing', { switch: { cases: oneCase } }, 'switch.on: this is missing'],
    [
      'a case that does nothing',
      { switch: { on: 1, cases: [{ is: 1 }] } },
      'switch.cases.0.do: this is missing',
    ],
    [
      'a case of an object',
      { switch: { on: 1, cases: [{ is: {}, do: [] }] } },
      'switch.cases.0.is: this should be a string, a number, a boolean, null or a list',
    ],
    [
      'a switch with another key',
      { switch: { on: 1, cases: oneCase, default: [] } },
      'switch.default: "default" is not known here. Known here: on, cases, else.',
    ],
    [
      'a wrong step in a case',
      { switch: { on: 1, cases: [{ is: 1, do: [{ id: 'b', stop: {} }] }] } },
      'switch.cases.0.do.0.stop.outcome: this is missing',
    ],
    ['a loop without a bound', { for: { each: [], do: [] } }, 'for.max: this is missing'],
    [
      'a loop with the bound 0',
      { for: { each: [], max: 0, do: [] } },
      'for.max: write a number of at least 1',
    ],
    [
      'a loop with too high a bound',
      { for: { each: [], max: 10_001, do: [] } },
      'for.max: write a number of at most 10000',
    ],
    ['a loop over nothing', { for: { max: 3, do: [] } }, 'for.each: this is missing'],
    ['a wait as text', { wait: '1h' }, 'wait: this should be an object'],
    [
      'a wait for one event that is no list',
      { wait: { until: { event: 'ticket.created' } } },
      'wait.until: this should be a list',
    ],
    ['a wait for no event', { wait: { until: [] } }, 'wait.until: write at least one'],
    ['one branch', { parallel: { branches: [[]] } }, 'parallel.branches: write at least 2'],
    [
      'branches that are no lists',
      { parallel: { branches: [note, []] } },
      'parallel.branches.0: this should be a list',
    ],
    [
      'branches until something else',
      { parallel: { branches: [[], []], until: 'first' } },
      'parallel.until: "first" is not allowed. Known here: all, any.',
    ],
    [
      'the title of a Flow instead of its slug',
      { flow: 'Other Flow' },
      'flow: write the slug of a Flow',
    ],
    [
      'another key of a call',
      { flow: 'other', inputs: {} },
      'inputs: "inputs" is not known here. Known here: id, flow, ticket, with, onError.',
    ],
    ['an approval by nobody', { approve: { text: '?' } }, 'approve.by: this is missing'],
    [
      'an approval by no list',
      { approve: { by: 'a@example.com', text: '?' } },
      'approve.by: this should be a list',
    ],
    [
      'an approval that needs two',
      { approve: { by: ['a'], text: '?', needs: 'two' } },
      'approve.needs: "two" is not allowed. Known here: one, all.',
    ],
    [
      'a misspelt branch of an approval',
      { approve: { by: ['a'], text: '?' }, onAprove: [] },
      'onAprove: "onAprove" is not known here. Did you mean "onApprove"?',
    ],
    [
      'a variable with a hyphen',
      { set: { 'Big-Name': 1 } },
      'set.Big-Name: use letters and digits and begin with a small letter, as in orderNumber',
    ],
    ['a stop as in version 1', { stop: 'enough' }, 'stop: this should be an object'],
    [
      'an outcome in words',
      { stop: { outcome: 'Not needed' } },
      'stop.outcome: use lower-case letters, digits and hyphens, as in not-needed',
    ],
    [
      'another way on an error',
      { use: 'core.add-note@1', onError: 'ignore' },
      'onError: "ignore" is not allowed. Known here: stop, continue.',
    ],
    [
      'a step that is no list on an error',
      { use: 'core.add-note@1', onError: {} },
      'onError: this should be stop, continue or a list',
    ],
    [
      'a wrong step on an error',
      { use: 'core.add-note@1', onError: [{ id: 'b', use: 'x' }] },
      'onError.0.use: write an action with its version, as in core.add-note@1',
    ],
    [
      'no attempt',
      { use: 'core.add-note@1', retry: { attempts: 0 } },
      'retry.attempts: write a number of at least 1',
    ],
    [
      'an if without then',
      { if: { when: { field: 'status', is: 'open' } } },
      'if.then: this is missing',
    ],
    [
      'elseif',
      { if: { when: { field: 'status', is: 'open' }, then: [], elseif: [] } },
      'if.elseif: "elseif" is not known here. Did you mean "else"?',
    ],
    [
      'two wrong things, each told',
      { for: { each: [], max: 'x', steps: [] } },
      'for.max: this should be a number',
      'for.do: this is missing',
      'for.steps: "steps" is not known here. Known here: each, max, do.',
    ],
  ])('for %s', (_, step, ...problems) => {
    expect(inStep(step)).toEqual(problems.map((problem) => `steps.0.${problem}`));
  });
});

describe('a trigger is refused', () => {
  test.each<[string, unknown, ...string[]]>([
    ['nothing', {}, ': say what this is by one of event, schedule, webhook, manual, called'],
    [
      'a text',
      'ticket.created',
      ': this should be an object with one of event, schedule, webhook, manual, called',
    ],
    [
      'another kind',
      { cron: '0 9 * * 1' },
      '.cron: "cron" is not known here. Known here: event, schedule, webhook, manual, called.',
    ],
    [
      'two kinds',
      { event: 'ticket.created', schedule: '0 9 * * 1' },
      '.schedule: "schedule" does not go together with "event"; put each into one of its own',
    ],
    ['an empty schedule', { schedule: '' }, '.schedule: write something'],
    ['a webhook that is none', { webhook: false }, '.webhook: this must be true'],
    ['a form without title', { manual: {} }, '.manual.title: this is missing'],
    [
      'an input of another type',
      { called: { inputs: [{ name: 'a', title: 'A', type: 'string' }] } },
      '.called.inputs.0.type: "string" is not allowed. Known here: text, number, boolean, date, select.',
    ],
    [
      'an input with a blank in its name',
      { called: { inputs: [{ name: 'a b', title: 'A', type: 'text' }] } },
      '.called.inputs.0.name: use letters and digits and begin with a small letter, as in orderNumber',
    ],
  ])('for %s', (_, trigger, problem) => {
    expect(inTrigger(trigger)).toEqual([`on.0${problem}`]);
  });
});

describe('a condition is refused', () => {
  const parts = 'field, all, any, not, cel';
  test.each<[string, unknown, string]>([
    ['nothing', {}, `: say what this is by one of ${parts}`],
    ['a text', 'status is open', `: this should be an object with one of ${parts}`],
    [
      'a misspelt field, deep inside',
      { not: { any: [{ feild: 'status', is: 'open' }] } },
      '.not.any.0.feild: "feild" is not known here. Did you mean "field"?',
    ],
    [
      'all and any in one',
      { all: [{ field: 'status', is: 'open' }], any: [] },
      '.any: "any" does not go together with "all"; put each into one of its own',
    ],
    ['all of nothing', { all: [] }, '.all: write at least one'],
    ['all that is no list', { all: {} }, '.all: this should be a list'],
    [
      'an object to compare with',
      { field: 'status', is: {} },
      '.is: this should be a string, a number, a boolean, null or a list',
    ],
    ['a number as expression', { cel: 3 }, '.cel: this should be a string'],
  ])('for %s', (_, when, problem) => {
    expect(inCondition(when)).toEqual([`on.0.when${problem}`]);
  });
});

describe('a document is refused', () => {
  test.each<[string, object, string]>([
    ['no step', { steps: [] }, 'steps: write at least one'],
    ['no trigger', { on: [] }, 'on: write at least one'],
    ['a blank title', { title: ' ' }, 'title: write something'],
    ['a long title', { title: 'x'.repeat(201) }, 'title: write at most 200 characters'],
    ['a later language', { language: 3 }, 'language: this must be 2'],
    [
      'a misspelt setting',
      { settings: { budjet: { runs: 1 } } },
      'settings.budjet: "budjet" is not known here. Did you mean "budget"?',
    ],
    [
      'no word on being busy',
      { settings: { concurrency: { per: 'ticket' } } },
      'settings.concurrency.whenBusy: this is missing',
    ],
    [
      'another word on its own changes',
      { settings: { ownChanges: 'yes' } },
      'settings.ownChanges: "yes" is not allowed. Known here: ignore, react.',
    ],
    [
      'no run an hour',
      { settings: { budget: { runs: 0 } } },
      'settings.budget.runs: write a number of at least 1',
    ],
    [
      'an output with a hyphen',
      { outputs: { 'a-b': 1 } },
      'outputs.a-b: use letters and digits and begin with a small letter, as in orderNumber',
    ],
  ])('for %s', (_, fields, problem) => {
    expect(inDocument(fields)).toEqual([problem]);
  });

  test.each([null, 'a text', []])('that is %j', (document) => {
    expect(problemsOf(document)).toEqual([': this should be an object']);
  });
});
