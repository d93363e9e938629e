import { query } from '../../db/database';
import { findThreadPeople } from '../../db/mail-thread-store';
import { readInstallation } from '../../db/installation';
import { routes } from '../../api/routes';
import { customerToken } from '../../domain/ticket/customer-link';
import { tagKey } from '../../mail/tag-key';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi({ publicUrl: 'https://desk.example' })));
afterAll(() => api.stop());

const tokenOf = async (ticket: number): Promise<string> => {
  const { requester } = (await findThreadPeople(api.db, ticket))!;
  const installation = await readInstallation(api.db);
  return customerToken({ ticket, address: requester.email }, Date.now(), tagKey(installation));
};
const say = (ticket: number, body: object) =>
  api.call('POST', `/api/v1/tickets/${ticket}/messages`, { body });
const deliver = () => query(api.db, `UPDATE deliveries SET state = 'sent' RETURNING id`);
const pageOf = (token: string) =>
  api.call('GET', `/api/v1/customer-tickets/${token}`, { as: null });
const answer = (token: string, text: string, key?: string) =>
  api.call('POST', `/api/v1/customer-tickets/${token}/messages`, {
    as: null,
    body: { text },
    ...(key && { key }),
  });

describe('a customer’s link', () => {
  test('shows their ticket and what was written to them, and nothing that is internal', async () => {
    const session = await api.signIn();
    const secrets = ['NOTE-SECRET', 'DESCRIPTION-SECRET', 'UNSENT-SECRET', api.admin.email];
    const { number } = await api.aTicket({ description: 'DESCRIPTION-SECRET' });
    await api.call('POST', `/api/v1/tickets/${number}/messages`, {
      as: session,
      body: { kind: 'reply', text: 'We look into it', cc: ['boss@secret.example'] },
    });
    await deliver();
    await say(number, { kind: 'note', text: 'NOTE-SECRET' });
    await say(number, { kind: 'reply', text: 'UNSENT-SECRET' });
    await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { tags: ['TAG-SECRET'] } });

    const token = await tokenOf(number);
    const { status, body } = await pageOf(token);

    expect(status).toBe(200);
    expect(body.messages).toEqual([
      expect.objectContaining({ from: 'team', text: 'We look into it' }),
    ]);
    const all = JSON.stringify(body);
    for (const secret of [...secrets, 'boss@secret', 'TAG-SECRET'])
      expect(all).not.toContain(secret);
  });

  test('no public route answers with a note', async () => {
    const { number } = await api.aTicket();
    await say(number, { kind: 'note', text: 'NOTE-SECRET' });
    const { body: conversation } = await api.call('POST', '/api/v1/chat/conversation', {
      as: null,
      body: { text: 'hello' },
    });
    expect(conversation.conversation.messages).toHaveLength(1);
    const token = await tokenOf(number);
    const open = routes.filter(
      ({ access, method, answersItself }) =>
        access === 'public' && method === 'get' && !answersItself,
    );

    expect(open.length).toBeGreaterThan(3);
    for (const { path } of open) {
      const { body } = await api.call('GET', path.replace(':token', token), { as: null });
      expect([path, JSON.stringify(body).includes('NOTE-SECRET')]).toEqual([path, false]);
    }
  });

  test('stands below replies, as text and as HTML, and not in the thread', async () => {
    const { number } = await api.aTicket();
    const { body: reply } = await say(number, { kind: 'reply', text: 'Hello' });

    const link = `https://desk.example/t/${await tokenOf(number)}`;
    const [mail] = await query<{ text: string; html: string }>(
      api.db,
      'SELECT text, html FROM deliveries WHERE message_id = $1',
      [reply.id],
    );
    expect(mail!.text).toBe(`Hello\n\nSee your request and answer online: ${link}`);
    expect(mail!.html).toContain(
      `See your request and answer online: <a href="${link}">${link}</a>`,
    );
    expect(reply.text).toBe('Hello');
  });

  test('takes an answer as if it had come by mail, once for each key', async () => {
    const { number } = await api.aTicket();
    await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { status: 'waiting' } });
    const token = await tokenOf(number);

    await answer(token, 'It still burns', 'key-1');
    const taken = await answer(token, 'It still burns', 'key-1');

    expect([taken.status, taken.body]).toEqual([201, { followUp: null }]);
    const { body: events } = await api.call('GET', `/api/v1/tickets/${number}/events`);
    const replied = events.items.filter(
      ({ type }: { type: string }) => type === 'message.customer_replied',
    );
    expect(replied).toEqual([
      expect.objectContaining({ actor: expect.objectContaining({ type: 'customer' }) }),
    ]);
    const { body: seen } = await pageOf(token);
    expect(seen.messages).toEqual([
      expect.objectContaining({ from: 'customer', text: 'It still burns' }),
    ]);
  });

  test('opens a follow-up when the ticket is closed', async () => {
    const { number, title, requester } = await api.aTicket();
    await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { status: 'closed' } });

    const { body } = await answer(await tokenOf(number), 'Again!', 'key-2');
    const again = await answer(await tokenOf(number), 'Again!', 'key-2');

    expect(again.body).toEqual(body);
    const { body: next } = await api.call('GET', `/api/v1/tickets/${body.followUp.number}`);
    expect(next).toMatchObject({ title, followUpOf: number, source: 'portal', status: 'open' });
    expect(next.requester.id).toBe(requester.id);
    expect((await pageOf(body.followUp.token)).body.messages[0].text).toBe('Again!');
  });

  test('ends to work when the ticket gets another requester, and cannot be guessed', async () => {
    const { number } = await api.aTicket();
    const token = await tokenOf(number);
    const requester = { email: 'new@requester.example' };
    await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { requester } });

    for (const wrong of [token, token.replace(/.$/, '0'), String(number), 'x']) {
      const { status, body } = await pageOf(wrong);
      expect([status, body.code]).toEqual([404, 'link-not-found']);
      expect((await answer(wrong, 'let me in')).status).toBe(404);
    }
  });
});
