import { query } from '../../db/database';
import { floodLimits } from '../../domain/mail/flood';
import { readTicket } from '../../tickets/read-ticket';
import { aMailDesk, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

const most = (flood: string) => floodLimits.find((limit) => limit.flood === flood)!.most;

/** As if the sender had written that often, by default a moment ago. */
const wroteBefore = (
  sender: string,
  times: number,
  ticket: number,
  outcome: string,
  minutesAgo = 0,
) =>
  query(
    desk.db,
    `INSERT INTO inbound_mails (via, envelope, file_id, from_address, outcome, ticket, received_at,
       processed_at)
     SELECT 'smtp', '{}', file_id, $1, $4, $3, now() - $5 * interval '1 minute', now()
     FROM (SELECT file_id FROM inbound_mails LIMIT 1) any_mail, generate_series(1, $2)`,
    [sender, times, ticket, outcome, minutesAgo],
  );

test('machines that answer each other on a ticket are stopped, with the reason; others on it are not', async () => {
  const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
  const first = (
    await query<{ id: string }>(
      desk.db,
      `SELECT rfc_message_id AS id FROM messages WHERE ticket = $1`,
      [ticket],
    )
  )[0]!.id;
  const answer = () => desk.arrives({ inReplyTo: first, text: 'Thank you for your mail.' });
  await wroteBefore('Kim@customer.example', most('ticket') - 1, ticket!, 'appended');

  expect(await answer()).toMatchObject({ outcome: 'appended', ticket });
  const before = await readTicket(desk.db, ticket!);
  const stopped = await answer();

  expect(stopped).toMatchObject({ outcome: 'quarantined', ticket });
  expect(stopped.reason).toContain('within ten minutes');
  expect(await readTicket(desk.db, ticket!)).toEqual(before);
  const released = await desk.intake.release(stopped.id, { by: 'Ana Ruiz' });
  expect(released).toMatchObject({ outcome: 'appended', ticket });
});

test('a sender who begins one ticket after the other is stopped, and released mail makes its ticket', async () => {
  const from = 'bomb@customer.example';
  await wroteBefore(from, most('sender'), 1, 'new');

  const stopped = await desk.arrives({ from, subject: 'One more', text: 'x' });

  expect(stopped).toMatchObject({ outcome: 'quarantined', ticket: null });
  expect(await desk.arrives({ from: 'other@customer.example' })).toMatchObject({ outcome: 'new' });
  expect(await desk.intake.release(stopped.id, { by: 'Ana Ruiz' })).toMatchObject({
    outcome: 'new',
  });
});

test('machines that write slowly are stopped within a day', async () => {
  const from = 'slow@customer.example';
  const { ticket } = await desk.arrives({ from, subject: 'Printer', text: 'on fire' });
  const [first] = await query<{ id: string }>(
    desk.db,
    `SELECT rfc_message_id AS id FROM messages WHERE ticket = $1`,
    [ticket],
  );
  const answer = () => desk.arrives({ from, inReplyTo: first!.id, text: 'Thank you.' });
  await wroteBefore(from, most('ticket-daily') - 1, ticket!, 'appended', 60);
  await wroteBefore(from, most('ticket-daily'), ticket!, 'appended', 25 * 60);

  expect(await answer()).toMatchObject({ outcome: 'appended' });
  const stopped = await answer();

  expect(stopped).toMatchObject({ outcome: 'quarantined', ticket });
  expect(stopped.reason).toContain('within a day');
  await wroteBefore(from, most('sender-daily'), ticket!, 'new', 60);
  expect(await desk.arrives({ from, subject: 'New', text: 'x' })).toMatchObject({
    outcome: 'quarantined',
    ticket: null,
  });
});

test('answers to a closed ticket do not begin follow-ups without end', async () => {
  const from = 'loop@customer.example';
  const { ticket } = await desk.arrives({ from, subject: 'Printer', text: 'on fire' });
  const [first] = await query<{ id: string }>(
    desk.db,
    `SELECT rfc_message_id AS id FROM messages WHERE ticket = $1`,
    [ticket],
  );
  await query(desk.db, `UPDATE tickets SET status = 'closed' WHERE number = $1`, [ticket]);
  const answer = () => desk.arrives({ from, inReplyTo: first!.id, text: 'Thank you.' });
  const begun = await answer();
  expect(begun).toMatchObject({ outcome: 'follow_up' });

  await wroteBefore(from, most('ticket') - 1, begun.ticket!, 'follow_up');
  const stopped = await answer();

  expect(stopped).toMatchObject({ outcome: 'quarantined', ticket });
  expect(stopped.reason).toContain('this ticket');
  await wroteBefore(from, most('sender'), begun.ticket!, 'follow_up');
  expect(await desk.arrives({ from, subject: 'New', text: 'x' })).toMatchObject({
    outcome: 'quarantined',
    ticket: null,
  });
});
