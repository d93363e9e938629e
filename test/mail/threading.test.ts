import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { findInboundMail } from '../../db/inbound-mail-store';
import { updateMailbox, listMailboxes } from '../../db/mailbox-store';
import { composeReply } from '../../mail/compose-reply';
import { readThread } from '../../tickets/read-thread';
import { submitCommand } from '../../tickets/submit-command';
import type { Status } from '../../domain/ticket/status';
import { aMailDesk, ourAddress, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
  await change({ replyAddress: 'reply' });
});
afterAll(() => desk.stop());

const usual = {
  resolvedReply: 'reopen',
  closedReply: 'follow_up',
  reopenDays: null,
  sameAccountMayJoin: false,
} as const;
afterEach(() => change(usual));

async function change(settings: Parameters<typeof updateMailbox>[2]): Promise<void> {
  const [mailbox] = await listMailboxes(desk.db);
  await updateMailbox(desk.db, mailbox!.id, settings);
}

const actor = () => ({ type: 'agent', id: desk.agent.id, name: desk.agent.name }) as const;

async function agentReplies(ticket: number): Promise<{ ours: string; replyTo: string }> {
  const messageId = randomUUID();
  const reply = { ticket, agent: desk.agent, messageId, text: 'Please try again.' };
  const content = await composeReply(desk.db, reply);
  const command = { id: randomUUID(), ticket, change: { type: 'add-reply', messageId } as const };
  expect((await submitCommand(desk.db, { ...command, actor: actor() }, content)).ok).toBe(true);
  const { rfcMessageId, headers } = content.delivery;
  return { ours: rfcMessageId, replyTo: headers['Reply-To']! };
}

async function setStatus(ticket: number, status: Status): Promise<void> {
  const fields = { status };
  const command = { id: randomUUID(), ticket, change: { type: 'update', fields } as const };
  expect((await submitCommand(desk.db, { ...command, actor: actor() })).ok).toBe(true);
}

async function statusOf(ticket: number): Promise<{ status: string; followUpOf: number | null }> {
  const sql = `SELECT status, follow_up_of AS "followUpOf" FROM tickets WHERE number = $1`;
  const [row] = await query<{ status: string; followUpOf: number | null }>(desk.db, sql, [ticket]);
  return row!;
}

const aTicket = async (): Promise<number> =>
  (await desk.arrives({ subject: 'Printer', text: 'on fire' })).ticket!;
const lastOf = async (ticket: number) =>
  (await readThread(desk.db, ticket, { limit: 100 })).at(-1)!;

describe('which ticket a mail answers', () => {
  test('the signed address that a reply asks for answers at, whatever else the mail says', async () => {
    const [one, other] = [await aTicket(), await aTicket()];
    const { replyTo } = await agentReplies(one);
    const { ours } = await agentReplies(other);
    expect(replyTo).toMatch(/^reply\+\d+-\w{16}@desk\.example$/);

    const mail = await desk.arrives({ to: replyTo, subject: 'hello', inReplyTo: ours, text: 'x' });

    expect(mail).toMatchObject({ outcome: 'appended', ticket: one, clue: 'reply-address' });
  });

  test('it counts in the headers too, where a forwarding server named only its own address', async () => {
    const ticket = await aTicket();
    const { replyTo } = await agentReplies(ticket);
    const raw = [
      'From: kim@customer.example',
      `To: "Support" <${replyTo.toUpperCase()}>`,
      `Message-ID: <${randomUUID()}@customer.example>`,
      'Subject: something else',
      '',
      'Thank you.',
    ].join('\r\n');

    expect(await desk.arrives({ from: 'kim@customer.example', raw })).toMatchObject({
      outcome: 'appended',
      ticket,
    });
  });

  test('an address with a check that somebody made up is no address of ours', async () => {
    const to = 'reply+1001-0000000000000000@desk.example';
    await expect(desk.arrives({ to })).rejects.toMatchObject({ responseCode: 550 });
  });

  test('Apple Mail’s References, a changed subject, two of our addresses: one message on the ticket', async () => {
    const ticket = await aTicket();
    const { ours, replyTo } = await agentReplies(ticket);
    const mail = {
      to: [ourAddress, replyTo],
      subject: 'Neue Frage',
      inReplyTo: `<${randomUUID()}@mac.customer.example>`,
      references: [ours, '<0D7@mac.customer.example>'],
      messageId: `<${randomUUID()}@customer.example>`,
      date: new Date(),
      text: 'x',
    };
    expect(await desk.arrives(mail)).toMatchObject({ outcome: 'appended', ticket });
    expect(await desk.arrives({ ...mail, to: replyTo })).toMatchObject({ outcome: 'duplicate' });
    expect(await readThread(desk.db, ticket, { limit: 100 })).toHaveLength(3);
  });

  test('the same Message-ID with another content is kept and marked, and takes no thread over', async () => {
    const messageId = `<${randomUUID()}@customer.example>`;
    const first = await desk.arrives({ messageId, subject: 'Mine', text: 'first' });
    const second = await desk.arrives({
      messageId,
      from: 'eve@elsewhere.example',
      subject: 'Also mine',
      text: 'second',
    });

    expect(second).toMatchObject({ outcome: 'new', sameIdAs: first.id });
    expect(first.sameIdAs).toBeNull();
    const answer = await desk.arrives({ inReplyTo: messageId, text: 'third' });
    expect(answer).toMatchObject({ outcome: 'appended', ticket: first.ticket });
  });

  test('a reply that names our mail in References only is an answer to it', async () => {
    const ticket = await aTicket();
    const { ours } = await agentReplies(ticket);
    const references = ['<unknown@customer.example>', ours];

    expect(await desk.arrives({ references, subject: 'x', text: 'x' })).toMatchObject({
      outcome: 'appended',
      ticket,
      clue: 'references',
    });
  });

  test('what a customer forwards to somebody joins when they send it to us, and is a stranger’s when that one does', async () => {
    const ticket = await aTicket();
    const { ours } = await agentReplies(ticket);
    const text = [
      'Can you look?',
      '',
      '---------- Forwarded message ---------',
      `From: Ana Ruiz at Example Support <${ourAddress}>`,
      `Subject: Re: Printer [#${ticket}-xxxxxxxx]`,
      '',
      'Please try again.',
    ].join('\n');
    const forward = { subject: 'Fwd: Printer', references: [ours], text };

    expect(await desk.arrives(forward)).toMatchObject({ outcome: 'appended', ticket });
    const from = 'friend@elsewhere.example';
    expect(await desk.arrives({ ...forward, from })).toMatchObject({ outcome: 'quarantined' });
    expect(await desk.arrives({ subject: 'Fwd: Printer', text, from })).toMatchObject({
      outcome: 'new',
    });
  });
});

describe('who may join', () => {
  test('whoever is released joins with this mail only; as a participant, for good', async () => {
    const ticket = await aTicket();
    const { ours } = await agentReplies(ticket);
    const from = 'Lou <lou@elsewhere.example>';
    const write = (who = from) =>
      desk.arrives({ from: who, to: [ourAddress], inReplyTo: ours, text: randomUUID() });
    const raw = [
      `From: ${from}`,
      `To: ${ourAddress}, lou@elsewhere.example`,
      'Cc: friend@elsewhere.example',
      `Message-ID: <${randomUUID()}@elsewhere.example>`,
      `In-Reply-To: ${ours}`,
      '',
      'May I?',
    ].join('\r\n');
    const held = await desk.arrives({ from: 'lou@elsewhere.example', raw });
    expect(held).toMatchObject({ outcome: 'quarantined', ticket });
    await desk.intake.release(held.id, { by: 'Ana Ruiz' });
    expect((await lastOf(ticket)).author).toMatchObject({ name: 'Lou' });

    expect(await write('friend@elsewhere.example')).toMatchObject({ outcome: 'quarantined' });
    const again = await write();
    expect(again).toMatchObject({ outcome: 'quarantined' });
    await desk.intake.release(again.id, { by: 'Ana Ruiz', addAsParticipant: true });

    expect(await write()).toMatchObject({ outcome: 'appended', ticket });
  });

  test('a colleague of the requester’s account, where the mailbox says so', async () => {
    const ticket = await aTicket();
    const { ours } = await agentReplies(ticket);
    await query(
      desk.db,
      `WITH account AS (INSERT INTO accounts (name) VALUES ('Customer Inc') RETURNING id),
         kim AS (INSERT INTO contacts (name, email, account_id)
           SELECT 'Kim Lee', 'kim@customer.example', id FROM account RETURNING id),
         bo AS (INSERT INTO contacts (name, email, account_id)
           SELECT 'Bo', 'bo@customer.example', id FROM account)
       UPDATE tickets SET requester_type = 'contact', requester_id = kim.id FROM kim
       WHERE number = $1`,
      [ticket],
    );
    const write = () =>
      desk.arrives({ from: 'bo@customer.example', inReplyTo: ours, text: randomUUID() });

    expect(await write()).toMatchObject({ outcome: 'quarantined' });
    await change({ sameAccountMayJoin: true });
    expect(await write()).toMatchObject({ outcome: 'appended', ticket });
    expect((await lastOf(ticket)).author).toMatchObject({ name: 'Bo' });
    const cy = { from: 'cy@customer.example', inReplyTo: ours, text: 'x' };
    expect(await desk.arrives(cy)).toMatchObject({ outcome: 'quarantined' });
  });
});

describe('replies to old tickets', () => {
  const answer = async (ticket: number) => {
    const { ours } = await agentReplies(ticket);
    return async () => desk.arrives({ inReplyTo: ours, text: randomUUID() });
  };

  test('a closed ticket is opened again where its mailbox says so', async () => {
    const ticket = await aTicket();
    const write = await answer(ticket);
    await setStatus(ticket, 'closed');
    await change({ closedReply: 'reopen' });

    expect(await write()).toMatchObject({ outcome: 'appended', ticket });
    expect(await statusOf(ticket)).toMatchObject({ status: 'open' });
    expect(await lastOf(ticket)).toMatchObject({ kind: 'customer' });
  });

  test('a resolved ticket stays so where its mailbox begins follow-ups; a machine’s answer is kept on it', async () => {
    const ticket = await aTicket();
    const { ours } = await agentReplies(ticket);
    await setStatus(ticket, 'resolved');
    await change({ resolvedReply: 'follow_up' });

    const headers = { 'Auto-Submitted': 'auto-replied' };
    const machine = await desk.arrives({ inReplyTo: ours, text: 'away', headers });
    expect(machine).toMatchObject({ outcome: 'appended', ticket });
    const mail = await desk.arrives({ inReplyTo: ours, text: 'x' });
    expect(mail).toMatchObject({ outcome: 'follow_up' });
    expect(await statusOf(mail.ticket!)).toEqual({ status: 'open', followUpOf: ticket });
    expect(await statusOf(ticket)).toMatchObject({ status: 'resolved' });
  });

  test('later than the mailbox waits, a reply begins a follow-up', async () => {
    const ticket = await aTicket();
    const write = await answer(ticket);
    await setStatus(ticket, 'resolved');
    await change({ reopenDays: 14 });
    const since = (days: number) =>
      query(
        desk.db,
        `UPDATE tickets SET status_since = now() - $2 * interval '1 day' WHERE number = $1`,
        [ticket, days],
      );

    await since(13);
    expect(await write()).toMatchObject({ outcome: 'appended', ticket });
    await since(15);
    const late = await write();
    expect(late).toMatchObject({ outcome: 'follow_up' });
    expect(await findInboundMail(desk.db, late.id)).toMatchObject({ clue: 'in-reply-to' });
  });
});
