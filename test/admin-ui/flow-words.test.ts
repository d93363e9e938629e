import { filterOfAddress } from '../../admin-ui/src/features/flows/run-filter';
import { settingsInWords } from '../../admin-ui/src/features/flows/settings-words';
import {
  saidKinds,
  stepInWords,
  type StepKind,
} from '../../admin-ui/src/features/flows/step-words';
import { triggerInWords } from '../../admin-ui/src/features/flows/trigger-words';
import { setLocale } from '../../admin-ui/src/common/locale';
import { verdictInWords } from '../../admin-ui/src/features/flows/verdict-words';
import type { Names } from '../../admin-ui/src/features/flows/words';
import { de } from '../../admin-ui/src/messages/de';
import { en as first } from '../../admin-ui/src/messages/en';
import type { Verdict } from '../../flows/engine/evaluate';
import { fieldNames } from '../../flows/engine/fields';
import { occurrenceTypes } from '../../flows/engine/occurrence';
import { operatorNames } from '../../flows/engine/operators';
import { stepKinds } from '../../flows/language/diff';
import { flowEventTypes, type StepDocument } from '../../flows/language/document';
import { actions } from '../../plugins/actions';
import { later } from '../../admin-ui/src/messages/en/later';

/** What stands in a catalogue at a dotted place. */
function get(words: object, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((node, part) => (node as Record<string, unknown>)?.[part], words);
}

const en = { ...first, ...later };

const names = {
  agents: [{ id: 'agent-1', name: 'Lea Lead', email: 'lead@example.com' }],
  teams: [{ id: 'team-1', name: 'Billing', members: [] }],
  fields: [
    { slug: 'order-number', title: 'Order number' },
    { slug: 'amount', title: 'Amount' },
    { slug: 'paid', title: 'Paid' },
    { slug: 'due', title: 'Due date' },
  ],
} as unknown as Names;

type Trigger = Parameters<typeof triggerInWords>[0];
type Translate = Parameters<typeof triggerInWords>[2];

const trigger = (when: object): Trigger => ({ event: 'ticket.fields_changed', when }) as Trigger;

/** What `say` says in English and in German. */
function inBoth<T>(say: (t: Translate) => T): [T, T] {
  const english = say(translating(en));
  setLocale('de');
  const german = say(translating(de));
  setLocale('en');
  return [english, german];
}

/** Looks a text up and fills its places, as the UI does. */
function translating(messages: object): Translate {
  const t = (key: string, values: Record<string, unknown> = {}): string => {
    const found = get(messages, key);
    const text = typeof found === 'string' ? found : String(values['defaultValue'] ?? key);
    return text.replaceAll(/{{(\w+)}}/g, (_, name: string) => String(values[name] ?? ''));
  };
  return t as unknown as Translate;
}

const own = (slug: string, test: object) => ({ field: `ticket.fields.${slug}`, ...test });

test.each<[object, string, string]>([
  [
    own('order-number', { changed_to: 'A-17' }),
    'Order number changes to A-17',
    'Order number ändert sich auf A-17',
  ],
  [
    own('order-number', { changed_to: null }),
    'Order number changes to empty',
    'Order number ändert sich auf leer',
  ],
  [
    { field: 'team', changed_to: 'team-1' },
    'team changes to Billing',
    'Team ändert sich auf Billing',
  ],
  [
    { all: [own('amount', { greater_than: 5 }), own('paid', { is: false })] },
    'a custom field changes, and Amount is greater than 5 and Paid is no',
    'sich ein eigenes Feld ändert, und Amount ist größer als 5 und Paid ist Nein',
  ],
  [
    { any: [own('due', { before: '2026-12-01' }), own('gone', { is_set: false })] },
    'a custom field changes, and Due date is before 2026-12-01 or ticket.fields.gone is not set',
    'sich ein eigenes Feld ändert, und Due date liegt vor 2026-12-01 oder ticket.fields.gone ist nicht gesetzt',
  ],
  [
    { field: 'assignee', is: 'lead@example.com' },
    'a custom field changes, and assignee is Lea Lead',
    'sich ein eigenes Feld ändert, und Zuständigkeit ist Lea Lead',
  ],
  [
    { field: 'created_at', older_than: '3d' },
    'a custom field changes, and its creation is at least 3 days ago',
    'sich ein eigenes Feld ändert, und die Erstellung liegt mindestens 3 Tage zurück',
  ],
  [
    { all: [{ field: 'message.text', contains_word: 'refund' }, { cel: 'size(ticket.tags) > 2' }] },
    'a custom field changes, and the message contains the word refund and size(ticket.tags) > 2',
    'sich ein eigenes Feld ändert, und die Nachricht enthält das Wort refund und size(ticket.tags) > 2',
  ],
  [
    { field: 'now', in_business_hours: false },
    'a custom field changes, and now is outside business hours',
    'sich ein eigenes Feld ändert, und jetzt ist außerhalb der Geschäftszeiten',
  ],
])('a Flow page says %j in words, in English and in German', (when, english, german) => {
  const said = inBoth((t) => triggerInWords(trigger(when), names, t));
  expect(said).toEqual([english, german]);
});

test.each<[Trigger, string, string]>([
  [
    { schedule: '0 9 * * 1-5', timeZone: 'Europe/Berlin' },
    'it is Monday–Friday 09:00 (Europe/Berlin)',
    'es Montag–Freitag 09:00 ist (Europe/Berlin)',
  ],
  [{ schedule: '30 7 * * *' }, 'it is 07:30 on any day (UTC)', 'es 07:30 an jedem Tag ist (UTC)'],
  [
    { schedule: '*/10 * 1 * *' },
    'the schedule */10 * 1 * * is due (UTC)',
    'der Zeitplan */10 * 1 * * fällig ist (UTC)',
  ],
  [{ webhook: true }, 'its webhook is called', 'sein Webhook aufgerufen wird'],
  [
    { manual: { title: 'Refund' } },
    'somebody starts “Refund” on a ticket',
    'jemand „Refund“ an einem Ticket startet',
  ],
  [{ called: {} }, 'another Flow calls it', 'ein anderer Flow ihn aufruft'],
  [{ event: 'conversation.closed' }, 'a conversation is closed', 'ein Gespräch geschlossen wird'],
])('a Flow page says that %j begins it', (begins, english, german) => {
  expect(inBoth((t) => triggerInWords(begins, names, t))).toEqual([english, german]);
});

/** One of each kind: the title, sentences beside it and labels of branches, in both languages. */
const steps: Record<StepKind, { step: object; said: [string[], string[]] }> = {
  use: {
    step: {
      use: 'core.set-status@1',
      retry: { attempts: 4, firstPause: '2s' },
      timeout: '1m',
      onError: [],
    },
    said: [
      [
        'Set the status',
        'Attempts: 4 at most, the first pause 2 seconds.',
        'An attempt takes 1 minute at most.',
        'If it fails',
      ],
      [
        'Status setzen',
        'Versuche: höchstens 4, erste Pause 2 Sekunden.',
        'Ein Versuch dauert höchstens 1 Minute.',
        'Wenn er scheitert',
      ],
    ],
  },
  if: {
    step: { if: { when: { field: 'priority', at_least: 'high' }, then: [], else: [] } },
    said: [
      ['If priority is at least High', 'Then', 'Otherwise'],
      ['Falls Priorität ist mindestens Hoch', 'Dann', 'Sonst'],
    ],
  },
  switch: {
    step: {
      switch: {
        on: { ref: 'ticket.priority' },
        cases: [
          { is: ['urgent', 'high'], do: [] },
          { is: 'low', do: [] },
        ],
        else: [],
      },
    },
    said: [
      ['Depending on ticket.priority', 'If it is Urgent or High', 'If it is Low', 'Otherwise'],
      ['Je nach ticket.priority', 'Falls Dringend oder Hoch', 'Falls Niedrig', 'Sonst'],
    ],
  },
  for: {
    step: { for: { each: { ref: 'ticket.tags' }, max: 20, do: [] } },
    said: [
      ['For each of ticket.tags, 20 at most', 'Each time'],
      ['Für jedes von ticket.tags, höchstens 20', 'Jedes Mal'],
    ],
  },
  wait: {
    step: {
      wait: { for: '3d', calendar: 'Office', until: [{ event: 'message.customer_replied' }] },
      onEvent: [],
      onTimeout: [],
    },
    said: [
      [
        'Wait 3 days in the hours of the calendar Office, or until the customer replies',
        'When that happens',
        'After 3 days',
      ],
      [
        '3 Tage in den Zeiten des Kalenders Office warten, oder bis der Kunde antwortet',
        'Wenn das geschieht',
        'Nach Ablauf (3 Tage)',
      ],
    ],
  },
  parallel: {
    step: { parallel: { branches: [[], []], until: 'any' } },
    said: [
      ['At the same time, until the first is done', 'Branch 1', 'Branch 2'],
      ['Gleichzeitig, bis der erste fertig ist', 'Zweig 1', 'Zweig 2'],
    ],
  },
  flow: {
    step: { flow: 'tell-the-team', onError: 'continue' },
    said: [
      ['Run the Flow tell-the-team', 'If it fails, the run goes on.'],
      ['Den Flow tell-the-team ausführen', 'Scheitert er, geht der Lauf weiter.'],
    ],
  },
  approve: {
    step: {
      approve: { by: ['lead@example.com', 'team-1'], text: 'Pay?', for: '2d', default: 'approve' },
      onApprove: [],
      onReject: [],
    },
    said: [
      [
        'Ask Lea Lead, Billing for approval',
        '“Pay?”',
        'The first answer decides.',
        'Without an answer within 2 days it is approved.',
        'If it is approved',
        'If it is rejected',
      ],
      [
        'Lea Lead, Billing um Freigabe bitten',
        '„Pay?“',
        'Die erste Antwort entscheidet.',
        'Frist: 2 Tage. Ohne Antwort gilt es danach als freigegeben.',
        'Bei Freigabe',
        'Bei Ablehnung',
      ],
    ],
  },
  set: { step: { set: { count: 1 } }, said: [['Remember'], ['Merken']] },
  stop: {
    step: { stop: { outcome: 'not-needed', reason: 'nobody asked' } },
    said: [
      ['Stop: not-needed', 'nobody asked'],
      ['Ende: not-needed', 'nobody asked'],
    ],
  },
};

test.each(Object.entries(steps))('a Flow page says a step %s', (_kind, { step, said }) => {
  const inSentences = (t: Translate): string[] => {
    const words = stepInWords({ id: 'one', ...step } as StepDocument, names, t);
    return [words.title, ...words.notes, ...words.branches.map(({ label }) => label)];
  };
  expect(inBoth(inSentences)).toEqual(said);
});

test('every kind of step and every way to begin has its words', () => {
  expect(saidKinds).toEqual(stepKinds);
  for (const { trigger, run } of [en, de]) {
    const { kind, begun } = run;
    expect(['use', ...Object.keys(kind)]).toEqual(stepKinds);
    for (const type of occurrenceTypes) expect(get(begun, type)).toEqual(expect.any(String));
    for (const type of flowEventTypes) expect(get(trigger, type)).toEqual(expect.any(String));
  }
});

test('every action of ours has its words in both languages', () => {
  const ids = [...new Set(actions.map(({ id }) => id.replace('.', '_')))].sort();
  for (const { flow } of [en, de]) expect(Object.keys(flow.action).sort()).toEqual(ids);
});

test('settings that a Flow has are said in sentences', () => {
  const settings = {
    concurrency: { per: 'ticket', whenBusy: 'queue' },
    budget: { runs: 20 },
    ownChanges: 'react',
  } as const;
  expect(settingsInWords(settings, translating(en))).toEqual([
    'One run at a time for each ticket: another one waits its turn.',
    'Runs on one ticket within an hour: 20 at most.',
    'What it changes itself can start it again.',
  ]);
});

test('why an event did not start a Flow is said with the values that were seen', () => {
  const verdict: Verdict = {
    holds: false,
    all: [
      {
        ...{ holds: true, field: 'priority', operator: 'changed_to', expected: 'urgent' },
        saw: { from: 'low', to: 'urgent' },
      },
      {
        holds: false,
        any: [
          { holds: false, field: 'tags', operator: 'contains', expected: 'vip', saw: ['billing'] },
          { holds: false, not: unread('assignee', 'agent-1') },
          { holds: false, cel: 'size(ticket.tags) > 2' },
          {
            ...{ holds: false, field: 'created_at', operator: 'older_than', saw: null },
            expected: 259_200_000,
          },
        ],
      },
    ],
  };

  const lines = verdictInWords(verdict, names, translating(en));
  expect(lines.map(({ holds, depth, text }) => [holds, depth, text])).toEqual([
    [true, 0, 'priority changes to Urgent – it changed from Low to Urgent'],
    [false, 0, 'one of these holds'],
    [false, 1, 'tags contains vip – it was: billing'],
    [null, 1, 'not (assignee is Lea Lead) – not looked at'],
    [false, 1, 'size(ticket.tags) > 2'],
    [false, 1, 'its creation is at least 3 d ago – it was: empty'],
  ]);
});

function unread(field: string, expected: string): Verdict {
  return { holds: true, field, operator: 'is', expected, saw: null, unread: true };
}

test('an address asks for runs only by what they can have', () => {
  const asked = 'flow=refund&status=held&ticket=%231042&version=x&failedStep=tell&error=&part=runs';
  expect(filterOfAddress(new URLSearchParams(asked))).toEqual({
    ...{ flow: 'refund', status: 'held', ticket: 1042, failedStep: 'tell' },
  });
});

test('every field and operator of conditions has its words in both languages', () => {
  for (const { flow } of [en, de] as { flow: Record<'field' | 'operator', object> }[]) {
    expect(Object.keys(flow.field)).toEqual(fieldNames.map((name) => name.replaceAll('.', '_')));
    const said = Object.keys(flow.operator).map((name) => name.replace(/_(true|false)$/, ''));
    expect(new Set(said)).toEqual(new Set(operatorNames));
  }
});
