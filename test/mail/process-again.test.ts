import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { readFile } from '../../db/file-store';
import type { InboundMail } from '../../db/inbound-mail-store';
import { readEvents, readTicket } from '../../tickets/read-ticket';
import { readThread } from '../../tickets/read-thread';
import { aMailDesk, ourAddress, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

const withFiles = (more: string[] = []) =>
  [
    'From: Kim Lee <kim@customer.example>',
    `To: ${ourAddress}`,
    `Message-ID: <${randomUUID()}@customer.example>`,
    'Subject: Printer',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    ...more,
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>It <b>burns</b>.</p><img src="cid:pic">',
    '--b',
    'Content-Type: text/plain; name=one.txt',
    'Content-Disposition: attachment; filename=one.txt',
    '',
    'first file',
    '--b',
    'Content-Disposition: attachment; filename=two.txt',
    '',
    'second file',
    '--b',
    'Content-Type: image/png; name=zoom.png',
    'Content-ID: <pic>',
    'Content-Disposition: inline; filename=zoom.png',
    '',
    'not really',
    '--b--',
    '',
  ].join('\r\n');

const filesOf = (messageId: string) =>
  query<{ id: string; name: string; inline: boolean; fileId: string }>(
    desk.db,
    `SELECT id, name, inline, file_id AS "fileId" FROM attachments WHERE message_id = $1 ORDER BY name`,
    [messageId],
  );

test('what is on a ticket gets the text, HTML and files that the mail has by today\u2019s reading, in place', async () => {
  const mail = await desk.arrives({ raw: withFiles() });
  const { ticket, messageId } = mail as { ticket: number; messageId: string };
  const [before] = await readThread(desk.db, ticket, { limit: 10 });
  const files = await filesOf(messageId);
  const events = await readEvents(desk.db, ticket, { afterSeq: 0, limit: 50 });
  const ticketBefore = await readTicket(desk.db, ticket);
  const sent = await query(desk.db, 'SELECT id FROM deliveries');
  // As an older version had read it: a garbled text, a file garbled and misnamed, one too many, one too few.
  await query(desk.db, `UPDATE messages SET text = 'Ã¼', html = NULL WHERE id = $1`, [messageId]);
  const [first, second] = files;
  await query(desk.db, `UPDATE files SET content = 'wrong' WHERE id = $1`, [first!.fileId]);
  await query(desk.db, `UPDATE attachments SET name = 'winmail.dat' WHERE id = $1`, [first!.id]);
  await query(desk.db, 'DELETE FROM attachments WHERE id = $1', [second!.id]);
  await query(
    desk.db,
    `INSERT INTO attachments (message_id, file_id, name, size, content_type)
     VALUES ($1, $2, 'surplus.bin', 5, 'x/y')`,
    [messageId, second!.fileId],
  );

  for (const time of ['once', 'twice']) {
    expect([time, await desk.intake.processAgain(mail.id)]).toMatchObject([
      time,
      { outcome: 'new', ticket, messageId },
    ]);
    const thread = await readThread(desk.db, ticket, { limit: 10 });
    expect(thread).toHaveLength(1);
    expect(thread[0]).toMatchObject({ id: messageId, text: before!.text, html: before!.html });
    const now = await filesOf(messageId);
    const seen = (list: typeof now) => list.map(({ id, name, inline }) => [id, name, inline]);
    expect(seen(now)).toEqual(seen(files));
    expect(now.map(({ inline }) => inline)).toEqual([false, false, true]);
    const contents = await Promise.all(now.map(({ fileId }) => readFile(desk.db, fileId)));
    expect(contents.map((content) => content!.toString().trim())).toEqual([
      'first file',
      'second file',
      'not really',
    ]);
  }
  expect(await readEvents(desk.db, ticket, { afterSeq: 0, limit: 50 })).toEqual(events);
  expect(await readTicket(desk.db, ticket)).toEqual(ticketBefore);
  expect(await query(desk.db, 'SELECT id FROM deliveries')).toEqual(sent);
  const [orphans] = await query<{ count: number }>(
    desk.db,
    `SELECT count(*)::int FROM files f WHERE NOT EXISTS (SELECT FROM attachments WHERE file_id = f.id)
       AND NOT EXISTS (SELECT FROM inbound_mails WHERE file_id = f.id)`,
  );
  expect(orphans).toEqual({ count: 0 });
});

test('a held mail is checked anew, whoever released it before', async () => {
  const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
  const [first] = await query<{ id: string }>(
    desk.db,
    'SELECT rfc_message_id AS id FROM messages WHERE ticket = $1',
    [ticket],
  );
  const from = 'eve@stranger.example';
  const held = await desk.arrives({ from, inReplyTo: first!.id, text: 'psst' });
  const isHeld = (set: string) =>
    query(desk.db, `UPDATE inbound_mails SET ${set} WHERE id = $1`, [held.id]);

  expect(await desk.intake.processAgain(held.id)).toMatchObject({ outcome: 'quarantined', ticket });
  // Released, and held back by something else all the same.
  await isHeld(`envelope = envelope || '{"releasedBy":"Ana Ruiz","addsParticipant":true}'`);
  const again = await desk.intake.processAgain(held.id);

  expect(again).toMatchObject({ outcome: 'quarantined', ticket });
  expect(again.envelope).not.toHaveProperty('releasedBy');
  expect(again.envelope).not.toHaveProperty('addsParticipant');
});

test.each(['quarantined', 'blocked', 'ignored', 'unreadable', 'bounce', 'received'] as const)(
  'what is %s is processed as if it had just come',
  async (outcome: InboundMail['outcome']) => {
    const id = randomUUID();
    const raw = `From: kim@customer.example\r\nMessage-ID: <${id}@x.example>\r\n\r\nx`;
    const mail = await desk.arrives({ raw });
    await query(
      desk.db,
      `WITH gone AS (UPDATE messages SET id = gen_random_uuid() WHERE id = $3)
       UPDATE inbound_mails SET outcome = $2, ticket = NULL, message_id = NULL,
         next_attempt_at = now() + interval '1 hour' WHERE id = $1`,
      [mail.id, outcome, mail.messageId],
    );

    expect(await desk.intake.processAgain(mail.id)).toMatchObject({ outcome: 'new' });
  },
);

test('a repetition of what was held back is processed as a mail of its own', async () => {
  const raw = `From: kim@customer.example\r\nMessage-ID: <${randomUUID()}@x.example>\r\n\r\nx`;
  const first = await desk.arrives({ raw });
  const second = await desk.arrives({ raw });
  await expect(desk.intake.processAgain(second.id)).rejects.toMatchObject({
    code: 'mail-already-processed',
  });
  await query(desk.db, `UPDATE inbound_mails SET outcome = 'ignored' WHERE id = $1`, [first.id]);

  expect(await desk.intake.processAgain(second.id)).toMatchObject({ outcome: 'new' });
  await expect(desk.intake.release(first.id, { by: 'Ana Ruiz' })).rejects.toMatchObject({
    code: 'mail-already-processed',
  });
});
