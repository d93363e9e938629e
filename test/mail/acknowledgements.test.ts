import { query } from '../../db/database';
import { listMailboxes, updateMailbox } from '../../db/mailbox-store';
import { aMailDesk, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
  await acknowledges(true);
});
afterAll(() => desk.stop());

async function acknowledges(is: boolean): Promise<void> {
  const [mailbox] = await listMailboxes(desk.db);
  await updateMailbox(desk.db, mailbox!.id, { acknowledges: is, signature: 'Your desk' });
}

interface Sent {
  ticket: number;
  to: string[];
  subject: string;
  text: string;
  headers: Record<string, string>;
  inReplyTo: string;
}

const sentFor = (ticket: number) =>
  query<Sent>(
    desk.db,
    `SELECT ticket, recipients_to AS "to", subject, text, headers, in_reply_to AS "inReplyTo"
     FROM deliveries WHERE kind = 'acknowledgement' AND ticket = $1`,
    [ticket],
  );

test('whoever begins a ticket by mail is told once that it arrived, in its thread, as a machine', async () => {
  const messageId = '<first@customer.example>';
  const mail = await desk.arrives({ messageId, subject: 'Printer', text: 'on fire' });

  const [sent, ...more] = await sentFor(mail.ticket!);
  expect(more).toEqual([]);
  expect(sent).toMatchObject({
    to: ['kim@customer.example'],
    headers: { 'Auto-Submitted': 'auto-replied' },
    inReplyTo: messageId,
  });
  expect(sent!.subject).toContain(`[#${mail.ticket}-`);
  expect(sent!.text).toContain(`request ${mail.ticket}`);
  expect(sent!.text).toContain('Hello Kim Lee');
  expect(sent!.text.endsWith('Your desk')).toBe(true);
  await desk.arrives({ inReplyTo: messageId, text: 'more' });
  expect(await sentFor(mail.ticket!)).toHaveLength(1);
});

test('a crash between the ticket and its acknowledgement forgets none', async () => {
  const mail = await desk.arrives({ from: 'lee@customer.example', text: 'x' });
  await query(desk.db, `DELETE FROM deliveries WHERE ticket = $1`, [mail.ticket]);
  await query(
    desk.db,
    `UPDATE inbound_mails SET outcome = 'received', next_attempt_at = now() WHERE id = $1`,
    [mail.id],
  );

  await desk.intake.processLeft();

  expect(await desk.intake.settled(mail.id, 5_000)).toMatchObject({ outcome: 'new' });
  expect(await sentFor(mail.ticket!)).toHaveLength(1);
});

test.each([
  ['a machine', { headers: { Precedence: 'bulk' } }],
  ['an agent', { from: 'ana@desk.example' }],
])('%s gets none', async (_, mail) => {
  const { ticket } = await desk.arrives({ text: 'x', ...mail });
  expect(await sentFor(ticket!)).toEqual([]);
});

test('nobody gets more than three within an hour, and the list says so', async () => {
  const write = () => desk.arrives({ from: 'loop@customer.example', text: `${Math.random()}` });
  for (let time = 0; time < 3; time += 1) {
    expect(await sentFor((await write()).ticket!)).toHaveLength(1);
  }
  const fourth = await write();
  expect(fourth).toMatchObject({ outcome: 'new' });
  expect(fourth.reason).toContain('No acknowledgement went out');
  expect(await sentFor(fourth.ticket!)).toEqual([]);
});

test('a mailbox that does not wish it sends none', async () => {
  await acknowledges(false);
  const { ticket } = await desk.arrives({ from: 'quiet@customer.example', text: 'x' });
  expect(await sentFor(ticket!)).toEqual([]);
});
