import { triggerInWords } from '../../admin-ui/src/features/flows/trigger-words';
import type { Names } from '../../admin-ui/src/features/flows/words';
import { de } from '../../admin-ui/src/messages/de';
import { en as first } from '../../admin-ui/src/messages/en';
import { fieldNames } from '../../flows/engine/fields';
import { operatorNames } from '../../flows/engine/operators';
import { later } from '../../admin-ui/src/messages/en/later';

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

type Translate = Parameters<typeof triggerInWords>[2];

function inWords(messages: object, when: object): string {
  const trigger = { event: 'ticket.fields_changed', when } as Parameters<typeof triggerInWords>[0];
  return triggerInWords(trigger, names, translating(messages));
}

/** Looks a text up and fills its places, as the UI does. */
function translating(messages: object): Translate {
  const t = (key: string, values: Record<string, string> = {}): string => {
    const found = key
      .split('.')
      .reduce<unknown>(
        (node, part) => (node as Record<string, unknown> | undefined)?.[part],
        messages,
      );
    const text = typeof found === 'string' ? found : (values.defaultValue ?? key);
    return text.replaceAll(/{{(\w+)}}/g, (_, name: string) => values[name] ?? '');
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
    'a custom field changes, and its creation is at least 3d ago',
    'sich ein eigenes Feld ändert, und die Erstellung liegt mindestens 3d zurück',
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
  expect([inWords(en, when), inWords(de, when)]).toEqual([english, german]);
});

test('every field and operator of conditions has its words in both languages', () => {
  for (const { flow } of [en, de] as { flow: Record<'field' | 'operator', object> }[]) {
    expect(Object.keys(flow.field)).toEqual(fieldNames.map((name) => name.replaceAll('.', '_')));
    const said = Object.keys(flow.operator).map((name) => name.replace(/_(true|false)$/, ''));
    expect(new Set(said)).toEqual(new Set(operatorNames));
  }
});
