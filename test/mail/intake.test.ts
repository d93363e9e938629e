import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { readFile } from '../../db/file-store';
import { readInstallation } from '../../db/installation';
import { referenceTag } from '../../domain/mail/reference-tag';
import { composeReply } from '../../mail/compose-reply';
import { receiveMail } from '../../mail/receive-mail';
import { tagKey } from '../../mail/tag-key';
import { readEvents, readTicket } from '../../tickets/read-ticket';
import { readThread } from '../../tickets/read-thread';
import { submitCommand } from '../../tickets/submit-command';
import { aMailDesk, ourAddress, sendBySmtp, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

const thread = (ticket: number) => readThread(desk.db, ticket, { limit: 100 });

async function tagOf(ticket: number): Promise<string> {
  return referenceTag(ticket, tagKey(await readInstallation(desk.db)));
}

async function setStatus(ticket: number, status: 'waiting' | 'closed' | 'open'): Promise<void> {
  const outcome = await submitCommand(desk.db, {
    id: randomUUID(),
    ticket,
    change: { type: 'update', fields: { status } },
    actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name },
  });
  expect(outcome.ok).toBe(true);
}

async function agentReplies(ticket: number, cc: string[] = []): Promise<string> {
  const messageId = randomUUID();
  const reply = { ticket, agent: desk.agent, messageId, text: 'Please try again.', cc };
  const content = await composeReply(desk.db, reply);
  const outcome = await submitCommand(
    desk.db,
    {
      id: randomUUID(),
      ticket,
      change: { type: 'add-reply', messageId },
      actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name },
    },
    content,
  );
  expect(outcome.ok).toBe(true);
  return content.delivery.rfcMessageId;
}

describe('a mail that answers nothing', () => {
  test('becomes a ticket of a Lead with its sender’s address', async () => {
    const mail = await desk.arrives({
      from: 'Jo Park <jo.new@customer.example>',
      subject: 'Re: The lift is stuck',
      text: 'Between two floors.',
    });

    const ticket = await readTicket(desk.db, mail.ticket!);
    expect(mail.outcome).toBe('new');
    expect(ticket).toMatchObject({
      ticket: {
        title: 'The lift is stuck',
        description: 'Between two floors.',
        source: 'mail',
      },
      requester: { type: 'lead', name: 'Jo Park', email: 'jo.new@customer.example' },
    });
  });

  test('becomes a ticket of the Contact whose address it has, in whatever case', async () => {
    await query(
      desk.db,
      `INSERT INTO contacts (name, email) VALUES ('Maria', 'Maria@Known.example')`,
    );

    const mail = await desk.arrives({ from: 'maria@known.EXAMPLE', subject: 'Hello', text: 'x' });

    const ticket = await readTicket(desk.db, mail.ticket!);
    expect(ticket!.requester).toMatchObject({ type: 'contact', name: 'Maria' });
  });

  test('with an invented tag is a new ticket, and the tag is not in its title', async () => {
    const first = await desk.arrives({ subject: 'One', text: 'x' });

    const mail = await desk.arrives({
      from: 'eve@stranger.example',
      subject: `Two [#${first.ticket}-00000000]`,
      text: 'let me in',
    });

    expect(mail.outcome).toBe('new');
    expect((await readTicket(desk.db, mail.ticket!))!.ticket.title).toBe('Two');
  });

  test('sent twice is one ticket', async () => {
    const messageId = `<${randomUUID()}@customer.example>`;
    const raw = `Message-ID: ${messageId}\r\nFrom: kim@customer.example\r\nTo: ${ourAddress}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Twice\r\n\r\nonce\r\n`;
    const first = await desk.arrives({ raw });

    const second = await desk.arrives({ raw: `Received: from elsewhere\r\n${raw}` });

    expect(second).toMatchObject({ outcome: 'duplicate', ticket: first.ticket });
    expect(await thread(first.ticket!)).toHaveLength(1);
  });

  test('without Message-ID and Date, sent again because the answer was lost, is one ticket', async () => {
    const raw = `From: alarm@customer.example\r\nSubject: Alarm\r\n\r\n${randomUUID()}\r\n`;
    for (const mail of [raw, `Received: by mx1; ${randomUUID()}\r\n${raw}`]) {
      const first = await desk.arrives({ raw: mail });
      const second = await desk.arrives({ raw: mail });

      expect([first.outcome, second.outcome]).toEqual(['new', 'duplicate']);
    }
  });

  test('sent twenty times at once is one ticket', async () => {
    const messageId = `<${randomUUID()}@customer.example>`;
    const raw = `Message-ID: ${messageId}\r\nFrom: kim@customer.example\r\nTo: ${ourAddress}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Many\r\n\r\nonce\r\n`;

    const mails = await Promise.all(Array.from({ length: 20 }, () => desk.arrives({ raw })));

    const outcomes = mails.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array<string>(19).fill('duplicate'), 'new']);
  });

  test('with another’s Message-ID and another text is kept as a mail of its own', async () => {
    const messageId = `<${randomUUID()}@customer.example>`;
    const first = await desk.arrives({ messageId, subject: 'Mine', text: 'one' });

    const second = await desk.arrives({
      messageId,
      subject: 'Other',
      text: 'two',
      from: 'x@y.example',
    });

    expect(second.outcome).toBe('new');
    expect(second.ticket).not.toBe(first.ticket);
  });
});

describe('a mail that answers a ticket', () => {
  test('joins it by In-Reply-To, and a waiting ticket learns of the reply', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    const ours = await agentReplies(ticket!);
    await setStatus(ticket!, 'waiting');

    const mail = await desk.arrives({ subject: 'something else', inReplyTo: ours, text: 'still' });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
    const kinds = (await thread(ticket!)).map(({ kind }) => kind);
    expect(kinds).toEqual(['description', 'reply', 'customer']);
    const events = await readEvents(desk.db, ticket!, { afterSeq: 0, limit: 50 });
    expect(events.at(-1)).toMatchObject({ type: 'message.customer_replied', automatic: false });
  });

  test('joins it by References alone', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    const ours = await agentReplies(ticket!);

    const mail = await desk.arrives({ references: ['<old@x.example>', ours], text: 'still' });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
  });

  test('joins it by the tag in the subject', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });

    const mail = await desk.arrives({
      subject: `AW: WG: x ${await tagOf(ticket!)} y`,
      text: 'still',
    });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
  });

  test('joins it when it comes from somebody whom a reply went to in copy', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    const ours = await agentReplies(ticket!, ['boss@customer.example']);

    const mail = await desk.arrives({ from: 'Boss@customer.example', inReplyTo: ours, text: 'hm' });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
  });

  test('from a stranger is held back with a reason, and joins when an agent releases it', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    const ours = await agentReplies(ticket!);
    const held = await desk.arrives({
      from: 'eve@stranger.example',
      inReplyTo: ours,
      text: 'psst',
    });
    expect(held).toMatchObject({ outcome: 'quarantined', ticket });
    expect(held.reason).toContain('eve@stranger.example');
    expect(await thread(ticket!)).toHaveLength(2);

    const released = await desk.intake.release(held.id, { by: 'Ana Ruiz' });

    expect(released).toMatchObject({ outcome: 'appended', ticket });
    expect((await thread(ticket!)).at(-1)).toMatchObject({
      text: 'psst',
      author: { email: 'eve@stranger.example' },
    });
    await expect(desk.intake.release(held.id, { by: 'Ana Ruiz' })).rejects.toMatchObject({
      code: 'mail-not-held',
    });
  });

  test('from an agent’s own mail program becomes an internal note', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });

    const mail = await desk.arrives({
      from: desk.agent.email,
      subject: `Re: ${await tagOf(ticket!)}`,
      text: 'I know them',
    });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
    expect((await thread(ticket!)).at(-1)).toMatchObject({
      kind: 'note',
      author: { type: 'agent' },
    });
  });

  test('that is closed makes one linked follow-up, however often it is processed', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    await setStatus(ticket!, 'closed');

    const mail = await desk.arrives({
      subject: `Re: Printer ${await tagOf(ticket!)}`,
      text: 'again',
    });
    await query(desk.db, `UPDATE inbound_mails SET outcome = 'received' WHERE id = '${mail.id}'`);
    const again = await desk.intake.processAgain(mail.id);

    expect(mail.outcome).toBe('follow_up');
    expect(mail.ticket).not.toBe(ticket);
    expect(again).toMatchObject({ outcome: 'follow_up', ticket: mail.ticket });
    const [{ count }] = (await query<{ count: number }>(
      desk.db,
      `SELECT count(*)::int FROM tickets WHERE follow_up_of = ${ticket}`,
    )) as [{ count: number }];
    expect(count).toBe(1);
  });

  test('that is itself still being processed waits until that is done', async () => {
    const first = `<${randomUUID()}@customer.example>`;
    const raw = Buffer.from(
      `Message-ID: ${first}\r\nFrom: kim@customer.example\r\nSubject: First\r\n\r\nx`,
    );
    // Stored by a process that has not begun with it.
    const envelope = { from: null, to: [] };
    const { id } = await receiveMail(desk.db, { raw, via: 'http', envelope });
    const early = await desk.arrives({ inReplyTo: first, subject: 'Re: First', text: 'and' });
    expect(early).toMatchObject({ outcome: 'received', reason: expect.stringMatching(/waits/) });

    const one = await desk.intake.processAgain(id);

    const two = await desk.intake.settled(early.id, 10_000);
    expect([one.outcome, two!.outcome]).toEqual(['new', 'appended']);
    expect(two!.ticket).toBe(one.ticket);
  });
});

describe('mail that no person wrote', () => {
  test('an out-of-office answer is added, marked, and reopens nothing', async () => {
    const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
    const ours = await agentReplies(ticket!);

    const mail = await desk.arrives({
      inReplyTo: ours,
      text: 'I am away',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });

    expect(mail).toMatchObject({ outcome: 'appended', ticket });
    expect((await thread(ticket!)).at(-1)).toMatchObject({ automatic: true });
    const events = await readEvents(desk.db, ticket!, { afterSeq: 0, limit: 50 });
    expect(events.at(-1)).toMatchObject({ automatic: true, facts: { customerReply: null } });
  });

  test.each([
    ['a bounce of nothing we know', { from: 'MAILER-DAEMON@mx.example', subject: 'Undelivered' }],
    ['an answer of a machine', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['our own mail', { from: ourAddress }],
  ])('%s makes no ticket, and the list says why', async (_, mail) => {
    const ignored = await desk.arrives({ text: 'x', ...mail });

    expect(ignored).toMatchObject({ outcome: 'ignored', ticket: null });
    expect(ignored.reason).toMatch(/\.$/);
  });
});

describe('the door', () => {
  test('an address that is not ours is refused, naming one that is', async () => {
    await expect(
      sendBySmtp(desk.smtp.port, { to: 'nobody@desk.example', text: 'x' }),
    ).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining(ourAddress) as string,
    });
  });

  test('what stands after a plus in our address is for us to use', async () => {
    const mail = await desk.arrives({ to: 'help+anything@desk.example', text: 'x' });

    expect(mail.outcome).toBe('new');
  });

  test('a mail that cannot be dealt with is kept and listed, with why', async () => {
    const raw = Buffer.from('Subject: who am I\r\n\r\nnobody\r\n');
    const envelope = { from: null, to: [] };

    const { id } = await desk.intake.receive({ raw, via: 'http', envelope });

    const mail = await desk.intake.settled(id, 10_000);
    expect(mail).toMatchObject({ outcome: 'unreadable', subject: 'who am I', ticket: null });
    expect(mail!.reason).toContain('no sender');
    expect(await readFile(desk.db, mail!.fileId)).toEqual(raw);
  });

  test('a mail that ended the program again and again is not begun any more', async () => {
    const raw = Buffer.from('From: bomb@customer.example\r\n\r\nx\r\n');
    const { id } = await receiveMail(desk.db, {
      raw,
      via: 'http',
      envelope: { from: null, to: [] },
    });
    await query(
      desk.db,
      `UPDATE inbound_mails SET attempts = 10, next_attempt_at = now() WHERE id = '${id}'`,
    );

    const mail = await desk.intake.settled(id, 10_000);

    expect(mail).toMatchObject({ outcome: 'unreadable' });
    expect((await desk.intake.processAgain(id)).outcome).toBe('new');
  });

  test('a mail left by a process that died is taken up by another one', async () => {
    const { id } = await desk.intake.receive({
      raw: Buffer.from(`From: left@customer.example\r\nSubject: left\r\n\r\nx`),
      via: 'http',
      envelope: { from: null, to: [] },
    });
    await desk.intake.settled(id, 5_000);
    // As if it had died before it could begin.
    await query(
      desk.db,
      `UPDATE inbound_mails SET outcome = 'received', next_attempt_at = now() - interval '1 minute' WHERE id = '${id}'`,
    );

    const taken = await desk.intake.settled(id, 10_000);

    expect(taken!.outcome).toBe('new');
    const [{ count }] = (await query<{ count: number }>(
      desk.db,
      `SELECT count(*)::int FROM tickets t JOIN leads l ON l.id = t.requester_id WHERE l.email = 'left@customer.example'`,
    )) as [{ count: number }];
    expect(count).toBe(1);
  });
});
