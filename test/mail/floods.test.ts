import { query } from '../../db/database';
import { floodLimits } from '../../domain/mail/flood';
import { readTicket } from '../../tickets/read-ticket';
import { aMailDesk, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

/** As if the sender had written that often a moment ago. */
const wroteBefore = (sender: string, times: number, ticket: number, outcome: string) =>
  query(
    desk.db,
    `INSERT INTO inbound_mails (via, envelope, file_id, from_address, outcome, ticket, processed_at)
     SELECT 'smtp', '{}', file_id, $1, $4, $3, now()
     FROM (SELECT file_id FROM inbound_mails LIMIT 1) any_mail, generate_series(1, $2)`,
    [sender, times, ticket, outcome],
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
  await wroteBefore('Kim@customer.example', floodLimits.mailsToOneTicket - 1, ticket!, 'appended');

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
  await wroteBefore(from, floodLimits.newTickets, 1, 'new');

  const stopped = await desk.arrives({ from, subject: 'One more', text: 'x' });

  expect(stopped).toMatchObject({ outcome: 'quarantined', ticket: null });
  expect(await desk.arrives({ from: 'other@customer.example' })).toMatchObject({ outcome: 'new' });
  expect(await desk.intake.release(stopped.id, { by: 'Ana Ruiz' })).toMatchObject({
    outcome: 'new',
  });
});
