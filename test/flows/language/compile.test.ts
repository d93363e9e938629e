import { canonicalJson } from '../../../flows/language/canonical';
import { compileFlow } from '../../../flows/language/compile';
import { flowJsonSchema, type FlowDocument } from '../../../flows/language/document';
import { parseDuration } from '../../../flows/language/duration';
import { readDocument } from '../../../flows/language/read-document';
import { actionCatalogue } from '../../../plugins/actions';
import { aDocument, aStep, aTrigger } from './a-document';

function compiled(fields: Record<string, unknown>) {
  const read = readDocument(aDocument(fields));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const ids = new Map([
    ['agent lead@example.com', 'agent-7'],
    ['team Billing', 'team-3'],
    ['account Shop Ltd', 'account-2'],
    ['calendar Nights', 'calendar-1'],
  ]);
  const idOf = (to: string, name: string): string => ids.get(`${to} ${name}`) ?? name;
  return compileFlow(read.value as FlowDocument, actionCatalogue, idOf);
}

test('the program has no inputs: they are read when a step runs', () => {
  const { program, inputs } = compiled({ steps: [aStep({ with: { priority: 'urgent' } })] });

  expect(JSON.stringify(program)).not.toContain('urgent');
  expect(inputs).toEqual({ 'a-step': { priority: 'urgent' } });
});

test('an agent named by e-mail address in a condition becomes the id that events hold', () => {
  const { triggers } = compiled({
    on: [aTrigger({ field: 'assignee', in: ['lead@example.com'] })],
  });

  expect(triggers[0]!.when).toEqual({ field: 'assignee', operator: 'in', value: ['agent-7'] });
});

test('a wait holds the id of its calendar, which may get another name', () => {
  const { inputs } = compiled({
    steps: [{ id: 'pause', wait: { for: '1h', calendar: 'Nights' } }],
  });

  expect(inputs).toEqual({ pause: { calendar: 'calendar-1' } });
});

test('times of a condition become milliseconds; expressions stay as they are written', () => {
  const when = {
    all: [{ field: 'created_at', older_than: '1h30m' }, { cel: 'size(ticket.tags) > 2' }],
  };

  expect(compiled({ on: [aTrigger(when)] }).triggers[0]!.when).toEqual({
    all: [{ field: 'created_at', operator: 'older_than', value: 5_400_000 }, when.all[1]],
  });
});

test('agents, accounts and calendars named in conditions become ids, and true stays true', () => {
  const when = {
    any: [
      { field: 'message.mentions', contains: 'lead@example.com' },
      { field: 'account', in: ['Shop Ltd', null] },
      { field: 'now', in_business_hours: 'Nights' },
      { field: 'now', in_business_hours: true },
    ],
  };

  expect(compiled({ on: [aTrigger(when)] }).triggers[0]!.when).toMatchObject({
    any: [
      { value: 'agent-7' },
      { value: ['account-2', null] },
      { value: 'calendar-1' },
      { value: true },
    ],
  });
});

test('a team named in a condition becomes the id that events hold', () => {
  const { triggers } = compiled({ on: [aTrigger({ field: 'team', changed_to: 'Billing' })] });

  expect(triggers[0]!.when).toEqual({ field: 'team', operator: 'changed_to', value: 'team-3' });
});

test('a step says how it is tried again, or its action does', () => {
  const { program } = compiled({
    steps: [
      aStep({ id: 'a', use: 'core.call-webhook@1', with: { url: 'https://example.com' } }),
      aStep({
        id: 'b',
        use: 'core.call-webhook@1',
        with: { url: 'https://example.com' },
        retry: { attempts: 2, firstPause: '2h' },
        timeout: '5s',
        onError: 'continue',
      }),
    ],
  });

  expect(program.steps).toMatchObject([
    { timeoutMs: 30_000, onError: 'stop', retry: { maximumAttempts: 12 } },
    {
      timeoutMs: 5_000,
      onError: 'continue',
      retry: { maximumAttempts: 2, initialIntervalMs: 7_200_000, maximumIntervalMs: 7_200_000 },
    },
  ]);
});

test.each([
  ['45s', 45_000],
  ['30m', 1_800_000],
  ['48h', 172_800_000],
  ['1d12h', 129_600_000],
  ['1h30m', 5_400_000],
  ['', null],
  ['0s', null],
  ['h', null],
  ['1.5h', null],
  ['400d', null],
  ['30m1h', null],
])('the duration %j is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test('documents that say the same have the same canonical text', () => {
  expect(canonicalJson({ b: [1, { d: 'x', c: null }], a: undefined })).toBe(
    canonicalJson({ b: [1, { c: null, d: 'x' }] }),
  );
});

test('the JSON Schema names every key of a document', () => {
  expect(flowJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    required: ['language', 'flow', 'title', 'on', 'steps'],
    additionalProperties: false,
  });
});
