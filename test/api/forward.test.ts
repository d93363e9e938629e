import { randomUUID } from 'node:crypto';
import { planNotifications } from '../../automation/plan-notifications';
import { readAttachmentsOf } from '../../db/attachment-store';
import { inTransaction, query } from '../../db/database';
import { findDelivery, type Delivery } from '../../db/delivery-store';
import { eventsAfter } from '../../db/ticket-store';
import { buildMime } from '../../mail/build-mime';
import { parseMail, type ParsedMail } from '../../mail/parse-mail';
import { aMailDesk, type MailDesk } from '../mail/mail-desk';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
let desk: MailDesk;
let session: string;
beforeAll(async () => {
  api = await anApi({ publicUrl: 'https://desk.example' });
  desk = await aMailDesk(api);
  session = await api.signIn();
});
afterAll(async () => {
  await desk.stop();
  await api.stop();
});

const carrier = 'lost@carrier.example';
const words = 'Where is parcel 77?';

/** A customer's ticket that came by mail, with a file. */
async function aTicketByMail() {
  const from = `${randomUUID()}@customer.example`;
  const messageId = `<${randomUUID()}@customer.example>`;
  const raw = [
    `From: Kim Lee <${from}>`,
    'To: help@desk.example',
    `Message-ID: ${messageId}`,
    'Subject: My parcel',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It did not come. https://desk.example/t/gk-sy-0123456789abcdef0123456789abcdef01234567',
    '--b',
    'Content-Type: text/plain; name=label.txt',
    'Content-Disposition: attachment; filename=label.txt',
    '',
    'parcel 77',
    '--b--',
    '',
  ].join('\r\n');
  const { ticket } = await desk.arrives({ from, raw });
  const path = `/api/v1/tickets/${ticket}`;
  const [first] = (await api.call('GET', `${path}/messages`)).body.items;
  return { number: ticket!, path, from, messageId, first: first as { id: string } };
}

const forward = (
  path: string,
  messageId: string,
  { fields = {}, ...options }: { fields?: object; as?: string; key?: string } = {},
): Promise<Answer> =>
  api.call('POST', `${path}/messages/${messageId}/forward`, {
    as: session,
    ...options,
    body: { to: [carrier], text: words, ...fields },
  });

async function mailOf(message: { id: string }): Promise<{ delivery: Delivery; mail: ParsedMail }> {
  const sql = 'SELECT id FROM deliveries WHERE message_id = $1';
  const [row] = await query<{ id: string }>(api.db, sql, [message.id]);
  const delivery = (await findDelivery(api.db, row!.id))!;
  const files = await readAttachmentsOf(api.db, message.id);
  return { delivery, mail: await parseMail(await buildMime(delivery, files, 'installation')) };
}

const deliver = () => query(api.db, `UPDATE deliveries SET state = 'sent' RETURNING id`);
const typesOf = async (number: number) =>
  (await eventsAfter(api.db, number, 0)).map(({ type }) => type);

describe('a forward', () => {
  test('carries the one message with its files and one’s own words, and no trace of the thread', async () => {
    const { path, number, from, first, messageId } = await aTicketByMail();
    const key = randomUUID();
    const fields = { cc: ['boss@carrier.example'] };
    const answer = await forward(path, first.id, { fields, key });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      kind: 'forward',
      direction: 'internal',
      author: { type: 'agent', id: api.admin.id },
      attachments: [{ name: 'label.txt' }],
      delivery: { state: 'queued', to: [carrier], cc: ['boss@carrier.example'] },
    });
    const { mail } = await mailOf(answer.body);
    expect(mail.subject).toMatch(/^Fwd: My parcel \[#\d+-\w+\]$/);
    expect([...mail.references, ...mail.inReplyTo]).toEqual([]);
    expect(mail.text).toMatch(new RegExp(`^Where is parcel 77\\?\\s+-+ Forwarded message -+\\s`));
    expect(mail.text).toContain(`From: Kim Lee <${from}>`);
    expect(mail.text).toContain('It did not come.');
    expect(mail.parts.map(({ content }) => content.toString().trim())).toEqual(['parcel 77']);
    // The customer's link opens their page to whoever has it.
    for (const secret of ['/t/gk', messageId]) {
      expect(`${mail.text}${mail.html}`).not.toContain(secret);
    }

    const again = await forward(path, first.id, { fields, key });
    expect(again.body).toEqual(answer.body);
    expect(await typesOf(number)).toEqual(['ticket.created', 'message.forwarded']);
    const without = await forward(path, first.id, { fields: { attachments: false } });
    expect(without.body.attachments).toEqual([]);
  });

  test('reaches the customer in no way: not on their page, in later replies, nor as recipient', async () => {
    const { path, number, first, from, messageId } = await aTicketByMail();
    const { body: forwarded } = await forward(path, first.id);
    const { delivery: sent } = await mailOf(forwarded);
    await deliver();
    const answer = await desk.arrives({
      from: `Carrier <${carrier}>`,
      subject: `Re: ${sent.subject}`,
      text: 'ANSWER-SECRET',
      inReplyTo: sent.rfcMessageId,
    });
    expect(answer.outcome).toBe('appended');
    await desk.arrives({ from, text: 'Any news?', inReplyTo: messageId });

    const { body: reply } = await api.call('POST', `${path}/messages`, {
      as: session,
      body: { kind: 'reply', text: 'It is found.' },
    });
    await deliver();
    const { delivery, mail } = await mailOf(reply);
    expect(mail.text).toContain('Any news?');
    const token = /\/t\/([\w-]+)/.exec(delivery.text)![1]!;
    const page = await api.call('GET', `/api/v1/customer-tickets/${token}`, { as: null });
    expect(page.body.messages.map(({ text }: { text: string }) => text.trim())).toEqual([
      expect.stringContaining('It did not come.'),
      'Any news?',
      'It is found.',
    ]);
    const seen = `${JSON.stringify(delivery)}${JSON.stringify(page.body)}`;
    for (const secret of [words, 'ANSWER-SECRET', 'carrier', sent.rfcMessageId]) {
      expect(seen).not.toContain(secret);
    }
    expect(number).toBe(answer.ticket);
  });

  test('is no first response, and changes nothing but the thread', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const report = async () =>
      (await api.call('GET', `/api/v1/reports/overview?from=${today}&to=${today}&timeZone=UTC`))
        .body;
    const { path, first } = await aTicketByMail();
    const before = await report();
    const ticket = await api.call('GET', path);
    await forward(path, first.id);
    await deliver();

    expect(await report()).toEqual(before);
    const { version: _old, updatedAt: _then, ...same } = ticket.body;
    expect((await api.call('GET', path)).body).toMatchObject(same);
  });

  test('that could not be sent says why, and is sent again', async () => {
    const { path, number, first } = await aTicketByMail();
    const { body } = await forward(path, first.id);
    const { delivery } = await mailOf(body);
    const bounce = await desk.arrives({ bounce: true, raw: aBounceOf(delivery) });

    expect(bounce).toMatchObject({ outcome: 'bounce', ticket: number });
    expect(await typesOf(number)).toContain('message.forward_failed');
    const shown = await api.call('GET', `${path}/messages`);
    expect(shown.body.items.at(-1).delivery).toMatchObject({
      state: 'bounced',
      reason: expect.stringContaining('No such user'),
    });

    await query(api.db, `INSERT INTO commands (id) VALUES ('delivery/' || $1)`, [delivery.id]);
    const retried = await api.call('POST', `/api/v1/messages/${body.id}/retry-delivery`);
    expect(retried).toMatchObject({ status: 200, body: { delivery: { state: 'queued' } } });
    expect((await typesOf(number)).at(-1)).toBe('message.forward_retried');
  });
});

describe('what is not forwarded', () => {
  test('notes, forwards themselves and third parties’ answers stay inside', async () => {
    const { path, first } = await aTicketByMail();
    const note = await api.call('POST', `${path}/messages`, { body: { kind: 'note', text: 'x' } });
    const { body: forwarded } = await forward(path, first.id);
    const { delivery } = await mailOf(forwarded);
    const inReplyTo = delivery.rfcMessageId;
    const { messageId } = await desk.arrives({ from: carrier, text: 'Found', inReplyTo });
    for (const id of [note.body.id, forwarded.id, messageId]) {
      expect(await forward(path, id)).toMatchObject({
        status: 409,
        body: { code: 'message-stays-inside' },
      });
    }
  });

  test('a reply that is still held or on its way waits until it is sent', async () => {
    const { path } = await aTicketByMail();
    const { body: held } = await api.call('POST', `${path}/messages`, {
      body: { kind: 'reply', text: 'Found it.', sendAfterSeconds: 10 },
    });
    expect(await forward(path, held.id)).toMatchObject({
      status: 409,
      body: { code: 'message-stays-inside', detail: expect.stringMatching(/not left yet/) },
    });
    await deliver();
    expect((await forward(path, held.id)).status).toBe(201);
  });

  test('what an agent took back, and what is on another ticket or on none, is not there', async () => {
    const { path } = await aTicketByMail();
    const { body: held } = await api.call('POST', `${path}/messages`, {
      body: { kind: 'reply', text: 'Too early.', sendAfterSeconds: 10 },
    });
    await api.call('POST', `/api/v1/messages/${held.id}/withdraw`);
    const other = await aTicketByMail();
    for (const id of [held.id, other.first.id, randomUUID()]) {
      expect(await forward(path, id)).toMatchObject({ status: 404 });
    }
  });

  test('nothing on a ticket that is closed, in the bin or merged; what was merged goes with the other', async () => {
    const [closed, binned, merged] = [
      await aTicketByMail(),
      await aTicketByMail(),
      await aTicketByMail(),
    ];
    await api.call('PATCH', closed.path, { body: { status: 'closed' } });
    await api.call('PATCH', binned.path, { body: { removed: 'bin' } });
    const other = await aTicketByMail();
    const merge = { into: other.number };
    expect((await api.call('POST', `${merged.path}/merge`, { body: merge })).status).toBe(200);

    const code = async ({ path, first }: typeof closed) =>
      (await forward(path, first.id)).body.code as string;
    expect(await code(closed)).toBe('ticket-closed');
    expect(await code(binned)).toBe('ticket-in-bin');
    expect(await code(merged)).toBe('ticket-merged');
    expect((await forward(other.path, merged.first.id)).status).toBe(201);
  });

  test.each([
    ['nobody', { to: [] }, 'to'],
    ['no address', { to: ['nobody'] }, 'to.0'],
    ['no words', { text: ' \n' }, 'text'],
    ['our own mailbox', { cc: ['help@desk.example'] }, 'cc.0'],
    ['a hidden recipient', { bcc: ['x@y.example'] }, 'bcc'],
  ])('to %s is refused with its path', async (_what, fields, where) => {
    const { path, first } = await aTicketByMail();
    const answer = await forward(path, first.id, { fields });
    expect(answer.status).toBe(422);
    expect(answer.body.problems.map((one: { path: string }) => one.path)).toEqual([where]);
  });

  test('to the customer, who gets replies; and by nobody who may only read', async () => {
    const { path, first, from } = await aTicketByMail();
    const toCustomer = await forward(path, first.id, { fields: { to: [from.toUpperCase()] } });
    expect(toCustomer).toMatchObject({ status: 422, body: { problems: [{ path: 'to.0' }] } });
    expect((await forward(path, first.id, { as: api.readOnlyKey })).status).toBe(403);

    const other = await aTicketByMail();
    await api.call('POST', `${other.path}/merge`, {
      body: { into: Number(path.split('/').at(-1)) },
    });
    const toMerged = await forward(path, first.id, { fields: { cc: [other.from] } });
    expect(toMerged).toMatchObject({ status: 422, body: { problems: [{ path: 'cc.0' }] } });
  });
});

describe('the answer of a third party', () => {
  /** A forward that was sent, by its subject and Message-ID. */
  async function aForward() {
    const ticket = await aTicketByMail();
    await api.call('PATCH', ticket.path, { body: { status: 'waiting' } });
    const { body } = await forward(ticket.path, ticket.first.id);
    const { delivery } = await mailOf(body);
    return { ...ticket, inReplyTo: delivery.rfcMessageId, subject: `Re: ${delivery.subject}` };
  }

  test('joins as internal, found by reference or by tag, and leaves the status alone', async () => {
    const { path, number, inReplyTo, subject } = await aForward();
    const from = `Carrier <${carrier}>`;
    await desk.arrives({ from, subject: 'Parcel', text: 'We look', inReplyTo });
    await desk.arrives({ from, subject, text: 'Found it' });

    const { items } = (await api.call('GET', `${path}/messages`)).body;
    const author = { type: 'third-party', id: carrier, name: 'Carrier', email: carrier };
    expect(items.slice(-2)).toMatchObject([
      { kind: 'note', direction: 'internal', author },
      { kind: 'note', direction: 'internal', author },
    ]);
    expect((await api.call('GET', path)).body.status).toBe('waiting');
    expect((await typesOf(number)).slice(-2)).toEqual(['message.note_added', 'message.note_added']);
    // They are no customer of ours for it.
    const { body } = await api.call('GET', `/api/v1/people?q=${carrier}`);
    expect(body.items).toEqual([]);
  });

  test('tells the assignee and whoever forwarded it', async () => {
    const dora = { email: 'dora@desk.example', password: 'a good long password' };
    const { body: assignee } = await api.call('POST', '/api/v1/agents', {
      body: { ...dora, name: 'Dora', role: 'agent' },
    });
    await api.call('PUT', '/api/v1/me/notification-settings', {
      as: session,
      body: { watched: { mail: true, inApp: true } },
    });
    const { path, number, inReplyTo } = await aForward();
    await api.call('PATCH', path, { body: { assigneeId: assignee.id } });
    const before = (await eventsAfter(api.db, number, 0)).length;
    await desk.arrives({ from: carrier, text: 'Found it', inReplyTo });
    const events = await eventsAfter(api.db, number, before);
    const plan = planNotifications({ publicUrl: 'https://desk.example' });
    await inTransaction(api.db, (transaction) => plan(api.db, events, transaction));

    const told = async (as: string) =>
      (await api.call('GET', '/api/v1/notifications?unread=true', { as })).body.items;
    expect(await told(await api.signIn(dora.email, dora.password))).toMatchObject([
      { kind: 'customer-replied', actor: { name: carrier }, ticket: { number } },
    ]);
    expect(await told(session)).toMatchObject([{ kind: 'watched', ticket: { number } }]);
    const mails = await query<{ text: string }>(
      api.db,
      `SELECT text FROM deliveries WHERE ticket = $1 AND kind = 'notification'
         AND subject LIKE 'News on ticket%'`,
      [number],
    );
    expect(mails.map(({ text }) => text)).toEqual([
      expect.stringContaining(`${carrier} replied on ticket ${number}, which you watch.`),
    ]);
  });

  test('is ignored when a machine wrote it, and waits when the ticket is closed', async () => {
    const { path, inReplyTo } = await aForward();
    const headers = { 'Auto-Submitted': 'auto-replied' };
    const machine = await desk.arrives({ from: carrier, text: 'Out', inReplyTo, headers });
    expect(machine.outcome).toBe('ignored');
    await api.call('PATCH', path, { body: { status: 'closed' } });
    const late = await desk.arrives({ from: carrier, text: 'Late', inReplyTo });
    expect(late.outcome).toBe('quarantined');
  });

  test.each([
    ['found by reference', ({ inReplyTo }: { inReplyTo: string }) => ({ inReplyTo })],
    ['found by tag', ({ subject }: { subject: string }) => ({ subject })],
  ])('from another address waits, and is internal when it is released: %s', async (_how, by) => {
    const { path, number, ...sent } = await aForward();
    const mail = await desk.arrives({ from: 'ben@carrier.example', text: 'Hello', ...by(sent) });
    expect(mail.outcome).toBe('quarantined');
    const released = await desk.intake.release(mail.id, { by: desk.agent.name });
    expect(released).toMatchObject({ outcome: 'appended', ticket: number });
    const { items } = (await api.call('GET', `${path}/messages`)).body;
    expect(items.at(-1)).toMatchObject({
      direction: 'internal',
      author: { type: 'third-party', email: 'ben@carrier.example' },
    });
  });
});

describe('mail of the talk with third parties stays inside when an agent lets it in', () => {
  const lastOf = async (path: string) =>
    (await api.call('GET', `${path}/messages`)).body.items.at(-1);
  const inside = { kind: 'note', direction: 'internal', author: { type: 'third-party' } };

  test('what answers their answer, after that was split off', async () => {
    const { path, first } = await aTicketByMail();
    const { delivery } = await mailOf((await forward(path, first.id)).body);
    const messageId = `<${randomUUID()}@carrier.example>`;
    const inReplyTo = delivery.rfcMessageId;
    const answer = await desk.arrives({ from: carrier, text: 'Found', inReplyTo, messageId });
    const split = { title: 'The carrier', messageIds: [answer.messageId] };
    const { body: made } = await api.call('POST', `${path}/split`, { body: split });

    const from = 'ben@carrier.example';
    const mail = await desk.arrives({ from, text: 'It is here', inReplyTo: messageId });
    expect(mail).toMatchObject({ outcome: 'quarantined', ticket: made.number });
    await desk.intake.release(mail.id, { by: desk.agent.name });
    expect(await lastOf(`/api/v1/tickets/${made.number}`)).toMatchObject(inside);
  });

  test('our own forward that came back', async () => {
    const { path, first } = await aTicketByMail();
    const { delivery } = await mailOf((await forward(path, first.id)).body);
    const raw = await buildMime(delivery, [], 'installation');
    const mail = await desk.arrives({ from: 'help@desk.example', raw });
    expect(mail.outcome).toBe('ignored');
    await desk.intake.release(mail.id, { by: desk.agent.name });
    expect(await lastOf(path)).toMatchObject(inside);
  });
});

test('somebody in copy stays on the customer’s side where they answer the customer’s mail, though they got a forward', async () => {
  const { path, first, messageId } = await aTicketByMail();
  const from = 'cleo@customer.example';
  await api.call('POST', `${path}/messages`, {
    as: session,
    body: { kind: 'reply', text: 'We look.', cc: [from] },
  });
  const { body } = await forward(path, first.id, { fields: { to: [from] } });
  const { delivery } = await mailOf(body);
  await desk.arrives({ from, text: 'To the forward', inReplyTo: delivery.rfcMessageId });
  await desk.arrives({ from, text: 'To all', inReplyTo: messageId });
  const { items } = (await api.call('GET', `${path}/messages`)).body;
  expect(items.slice(-2)).toMatchObject([
    { direction: 'internal', author: { type: 'third-party', email: from } },
    { kind: 'customer', author: { type: 'customer', email: from } },
  ]);
});

test('a customer’s colleague who answers is on the customer’s side, though something was forwarded', async () => {
  const { path, first, messageId } = await aTicketByMail();
  await forward(path, first.id);
  const from = 'colleague@customer.example';
  const mail = await desk.arrives({ from, text: 'Me too', inReplyTo: messageId });
  await desk.intake.release(mail.id, { by: desk.agent.name });
  const { items } = (await api.call('GET', `${path}/messages`)).body;
  expect(items.at(-1)).toMatchObject({ kind: 'customer', author: { email: from } });
});

function aBounceOf({ rfcMessageId }: Delivery): string {
  return [
    'From: MAILER-DAEMON@carrier.example',
    'To: help@desk.example',
    `Message-ID: <${randomUUID()}@carrier.example>`,
    'Subject: Undelivered',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; carrier.example',
    '',
    `Final-Recipient: rfc822; ${carrier}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 No such user',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${rfcMessageId}`,
    '',
    '--b--',
    '',
  ].join('\r\n');
}
