import { randomUUID } from 'node:crypto';
import { claimDeliveriesToStart } from '../../db/delivery-store';
import { query } from '../../db/database';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

/** A ticket's path, with a reply on it that is held. */
async function aHeldReply(fields: object = {}) {
  const { number } = await api.aTicket();
  const path = `/api/v1/tickets/${number}`;
  const answer = await api.call('POST', `${path}/messages`, {
    body: { kind: 'reply', text: 'Too early.', sendAfterSeconds: 10, ...fields },
  });
  expect(answer.status).toBe(201);
  return { number, path, id: answer.body.id as string };
}

const holdIsOver = (id: string) =>
  query(
    api.db,
    `UPDATE deliveries SET held_until = now(), next_start_at = now() WHERE message_id = $1`,
    [id],
  );

const claimedIds = async () => (await claimDeliveriesToStart(api.db, 1_000)).map(({ id }) => id);

describe('a reply that is held', () => {
  test('is no mail to be sent yet, and says until when it can be taken back', async () => {
    const { path, id } = await aHeldReply();

    const { body } = await api.call('GET', `${path}/messages`);
    const [delivery] = await query<{ id: string }>(
      api.db,
      'SELECT id FROM deliveries WHERE message_id = $1',
      [id],
    );

    expect(body.items).toMatchObject([
      { id, delivery: { state: 'queued', sendsAt: expect.stringMatching(/Z$/) } },
    ]);
    expect(await claimedIds()).not.toContain(delivery!.id);
  });

  test('is taken back with the status that it set; its files can go with another message', async () => {
    const form = new FormData();
    form.append('file', new Blob(['a file']), 'plan.txt');
    const upload = await fetch(`${api.url}/api/v1/attachments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${api.adminKey}` },
      body: form,
    });
    const file = (await upload.json()) as { id: string };
    const { path, id } = await aHeldReply({ setStatus: 'waiting', attachmentIds: [file.id] });
    const key = randomUUID();

    const answers = [
      await api.call('POST', `/api/v1/messages/${id}/withdraw`, { key }),
      await api.call('POST', `/api/v1/messages/${id}/withdraw`, { key }),
    ];

    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 200,
        body: { text: 'Too early.', delivery: { state: 'withdrawn' } },
      });
    }
    expect((await api.call('GET', path)).body.status).toBe('open');
    expect((await api.call('GET', `${path}/messages`)).body.items).toEqual([]);
    const { items } = (await api.call('GET', `${path}/events`)).body;
    expect(items.map((event: { type: string }) => event.type).slice(1)).toEqual([
      'message.reply_added',
      'ticket.status_changed',
      'message.reply_withdrawn',
      'ticket.status_changed',
    ]);
    const again = { kind: 'note', text: 'Here.', attachmentIds: [file.id] };
    expect((await api.call('POST', `${path}/messages`, { body: again })).status).toBe(201);
  });

  test('leaves the status alone when somebody has changed it since', async () => {
    const { path, id } = await aHeldReply({ setStatus: 'waiting' });
    await api.call('PATCH', path, { body: { status: 'resolved' } });

    await api.call('POST', `/api/v1/messages/${id}/withdraw`);

    expect((await api.call('GET', path)).body.status).toBe('resolved');
  });

  test('cannot be taken back once its hold is over, nor without one', async () => {
    const late = await aHeldReply();
    await holdIsOver(late.id);
    const atOnce = await aHeldReply({ sendAfterSeconds: 0 });

    for (const { id } of [late, atOnce]) {
      const answer = await api.call('POST', `/api/v1/messages/${id}/withdraw`);
      expect(answer).toMatchObject({ status: 409, body: { code: 'reply-already-sent' } });
    }
  });

  test('either leaves or is taken back, however both come together', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => aHeldReply()));
    // Due for the sweep and still within its hold: the row alone decides.
    await query(api.db, `UPDATE deliveries SET next_start_at = now() WHERE held_until > now()`);

    const [claimed, ...answers] = await Promise.all([
      claimedIds(),
      ...replies.map(({ id }) => api.call('POST', `/api/v1/messages/${id}/withdraw`)),
    ]);

    const rows = await query<{ id: string; messageId: string }>(
      api.db,
      'SELECT id, message_id AS "messageId" FROM deliveries',
    );
    const leaves = (id: string) =>
      claimed.includes(rows.find(({ messageId }) => messageId === id)!.id);
    expect(answers.map(({ status }) => status)).toEqual(
      replies.map(({ id }) => (leaves(id) ? 409 : 200)),
    );
  });
});

describe('a reply that could not be sent', () => {
  test('is sent once more under its Message-ID, and only when it failed', async () => {
    const { path, id } = await aHeldReply({ sendAfterSeconds: 0 });
    const retry = () => api.call('POST', `/api/v1/messages/${id}/retry-delivery`);
    expect(await retry()).toMatchObject({ status: 409, body: { code: 'reply-not-failed' } });
    await query(
      api.db,
      `WITH failed AS (
         UPDATE deliveries SET state = 'failed', workflow_started = true WHERE message_id = $1
         RETURNING id
       ) INSERT INTO commands (id) SELECT 'delivery/' || id FROM failed`,
      [id],
    );
    const before = await api.call('GET', `${path}/messages`);

    const answer = await retry();

    expect(answer.body.delivery).toEqual({
      ...before.body.items[0].delivery,
      state: 'queued',
    });
    expect(await claimDeliveriesToStart(api.db, 1_000)).toHaveLength(1);
  });
});

describe('a reply that says what its writer has seen', () => {
  test('is refused with what others wrote since, and sent when its writer insists', async () => {
    const { number, version } = await api.aTicket();
    const path = `/api/v1/tickets/${number}/messages`;
    await api.call('POST', path, { body: { kind: 'note', text: 'My own.' } });
    const body = { kind: 'reply', text: 'Hello.', lastSeenSeq: version };
    expect((await api.call('POST', path, { body })).status).toBe(201);
    const as = await api.signIn();
    await api.call('POST', path, { as, body: { kind: 'note', text: 'Wait!' } });

    const refused = await api.call('POST', path, { body });

    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'ticket-moved-on',
        problems: [{ path: 'events.4', message: 'Admin added an internal note' }],
      },
    });
    const { lastSeenSeq: _seen, ...anyway } = body;
    expect((await api.call('POST', path, { body: anyway })).status).toBe(201);
  });
});

describe('a draft', () => {
  test('is its writer’s alone, apart for reply and note, and kept over the version it was read at', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}/draft`;
    const save = (text: string, version: string, as?: string) =>
      api.call('PUT', `${path}?mode=reply`, {
        ...(as ? { as } : {}),
        headers: { 'If-Match': version },
        body: { text, cc: ['boss@customer.example'] },
      });

    expect((await save('Dear', '"0"')).body).toMatchObject({ version: 1, text: 'Dear' });
    expect((await save('Dear Cleo', '"1"')).body).toMatchObject({ version: 2 });
    expect(await save('Hi', '"1"')).toMatchObject({ status: 412 });
    const other = await api.call('GET', `${path}?mode=reply`, { as: await api.signIn() });
    expect(other.body).toMatchObject({ version: 0, text: '' });
    expect((await api.call('GET', `${path}?mode=note`)).body.version).toBe(0);
    expect((await api.call('GET', '/api/v1/drafts')).body.items).toMatchObject([
      { ticketNumber: number, mode: 'reply' },
    ]);

    expect((await api.call('DELETE', `${path}?mode=reply`)).status).toBe(204);
    expect(await save('Too late', '"2"')).toMatchObject({ status: 412 });
    expect((await api.call('GET', `${path}?mode=reply`)).body).toMatchObject({ version: 0 });
  });
});
