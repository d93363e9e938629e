import { createInstance } from 'i18next';
import { triggerInWords, type Names } from '../../admin-ui/src/features/flows/words';
import { de } from '../../admin-ui/src/messages/de';
import { en } from '../../admin-ui/src/messages/en';

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

async function inWords(language: 'en' | 'de', when: object): Promise<string> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { translation: en }, de: { translation: de } },
    interpolation: { escapeValue: false },
  });
  const trigger = { event: 'ticket.fields_changed', when } as Parameters<typeof triggerInWords>[0];
  return triggerInWords(trigger, names, i18n.t);
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
])('a Flow page says %j in words, in English and in German', async (when, english, german) => {
  expect([await inWords('en', when), await inWords('de', when)]).toEqual([english, german]);
});
