import { createMailbox } from '../../db/mailbox-store';
import type { MailedMessage } from '../../db/mail-thread-store';
import { mailboxFor } from '../../mail/sender';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
  await createMailbox(desk.db, { name: 'Help', address: 'help@desk.example' });
  await createMailbox(desk.db, { name: 'Sales', address: 'sales@shop.example' });
});
afterAll(() => desk.drop());

test.each([
  ['nothing came by mail', [], 'help@desk.example'],
  ['the mailbox', ['sales@shop.example'], 'sales@shop.example'],
  ['its plus address', ['kim@x.example', 'sales+7-abc@shop.example'], 'sales@shop.example'],
  ['a reply address of its domain', ['reply+7-abc@shop.example'], 'sales@shop.example'],
  ['nobody of ours', ['somebody@x.example'], 'help@desk.example'],
])('a reply leaves from where the customer wrote to: %s', async (_, to, address) => {
  const message = { direction: 'in', to } as unknown as MailedMessage;
  const before = to.length > 0 ? [{ ...message, direction: 'out' } as MailedMessage, message] : [];
  expect(await mailboxFor(desk.db, before)).toMatchObject({ address });
});
