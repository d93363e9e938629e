import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { queueDelivery } from '../../db/delivery-store';
import { listSentMails } from '../../db/sent-mail-store';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

test('a sent mail is found by any address of To or Cc, in capitals or not, and by none of Bcc', async () => {
  const id = randomUUID();
  await queueDelivery(desk.db, {
    id,
    uniqueKey: id,
    kind: 'notification',
    ticket: null,
    messageId: null,
    sender: { name: 'Help', address: 'help@desk.example' },
    to: ['kim@customer.example', 'Jo@Customer.example'],
    cc: ['bo@customer.example', 'Boss@customer.example'],
    subject: 'Hello',
    text: 'Hello.',
    html: null,
    headers: {},
    rfcMessageId: `<${id}@desk.example>`,
    inReplyTo: null,
    references: [],
  });
  await query(desk.db, `UPDATE deliveries SET recipients_bcc = '{secret@customer.example}'`);
  const found = async (q: string) => (await listSentMails(desk.db, { q, limit: 10 })).length;

  const names = ['kim', 'JO', 'jo', 'Bo', 'boss', 'secret', 'im'];
  expect(await Promise.all(names.map((name) => found(`${name}@customer.example`)))).toEqual([
    1, 1, 1, 1, 1, 0, 0,
  ]);
  expect(await found(`${id}@desk.example`)).toBe(1);
});
