import { triggerInWords, type Names } from '../../admin-ui/src/features/flows/words';
import { de } from '../../admin-ui/src/messages/de';
import { en as first } from '../../admin-ui/src/messages/en';
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
])('a Flow page says %j in words, in English and in German', (when, english, german) => {
  expect([inWords(en, when), inWords(de, when)]).toEqual([english, german]);
});
