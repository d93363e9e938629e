import { randomBytes } from 'node:crypto';
import { createAgent, deleteAgent } from '../../db/agent-store';
import { inTransaction } from '../../db/database';
import { startConversation } from '../../tickets/start-conversation';
import { eventually } from '../support/eventually';
import { untilSomebodyWaits } from '../support/waiting';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const own = '/api/v1/chat/conversation';

/** A visitor with their cookie, and the conversation as agents see it. */
async function aVisitor(fields: object = {}) {
  const text = `Hello, is anybody there? ${Math.random()}`;
  const started = await api.call('POST', own, { as: null, body: { text, ...fields } });
  expect(started.status).toBe(201);
  const cookie = started.headers.get('set-cookie')!.split(';')[0]!;
  const { body } = await api.call('GET', '/api/v1/conversations?status=open');
  const { id } = body.items.find(
    (item: { lastMessage: { text: string } }) => item.lastMessage.text === text,
  );
  return {
    id: id as string,
    cookie,
    text,
    setCookie: started.headers.get('set-cookie')!,
    sees: async () => (await api.call('GET', own, { as: cookie })).body.conversation,
    say: (words: string, key?: string) =>
      api.call('POST', `${own}/messages`, {
        as: cookie,
        body: { text: words },
        ...(key && { key }),
      }),
  };
}

const conversation = async (id: string): Promise<Answer['body']> =>
  (await api.call('GET', `/api/v1/conversations/${id}`)).body;
const escalate = (id: string, body: object = {}): Promise<Answer> =>
  api.call('POST', `/api/v1/conversations/${id}/escalate`, { body: { title: 'Help', ...body } });

describe('a visitor', () => {
  test('starts a conversation, and only their cookie opens it', async () => {
    const visitor = await aVisitor({ name: 'Bo' });
    const other = await aVisitor();

    expect(visitor.setCookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await visitor.sees()).messages.map((one: { text: string }) => one.text)).toEqual([
      visitor.text,
    ]);
    expect((await other.sees()).messages).toHaveLength(1);
    const stranger = await api.call('GET', own, { as: 'tl_chat=made-up' });
    expect(stranger.body).toEqual({ conversation: null });
    const refused = await api.call('POST', `${own}/messages`, { as: null, body: { text: 'x' } });
    expect([refused.status, refused.body.code]).toEqual([404, 'conversation-not-found']);
  });

  test('learns an agent’s first name and nothing else of them', async () => {
    const visitor = await aVisitor();
    const session = await api.signIn();

    await api.call('POST', `/api/v1/conversations/${visitor.id}/messages`, {
      as: session,
      body: { text: 'Yes, I am' },
    });

    const seen = await visitor.sees();
    const { name } = (await api.call('GET', '/api/v1/session', { as: session })).body.agent;
    expect(seen.messages[1]).toMatchObject({ from: 'agent', name: name.split(' ')[0] });
    expect(JSON.stringify(seen)).not.toContain(api.admin.email);
    expect(JSON.stringify(seen)).not.toContain(api.admin.id);
  });

  test('sends a message once, however often it is sent under one key', async () => {
    const visitor = await aVisitor();

    await visitor.say('Once', 'key-1');
    await visitor.say('Once', 'key-1');

    expect((await visitor.sees()).messages).toHaveLength(2);
  });

  test('cannot send nothing, or more than a chat message holds', async () => {
    const visitor = await aVisitor();

    expect((await visitor.say('  ')).status).toBe(422);
    expect((await visitor.say('x'.repeat(5_001))).status).toBe(422);
    expect((await visitor.say('x'.repeat(70_000))).status).toBe(413);
  });

  test('cannot be made to write by another site’s page', async () => {
    const visitor = await aVisitor();

    const answer = await api.call('POST', `${own}/messages`, {
      as: visitor.cookie,
      body: { text: 'not me' },
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });

    expect(answer.body.code).toBe('cross-site-request');
  });

  test('hears of their own conversation only, and agents hear of every one', async () => {
    const [visitor, other] = [await aVisitor(), await aVisitor()];
    const heard = await listening('/api/v1/chat/stream', { Cookie: visitor.cookie });
    const agents = await listening('/api/v1/stream', { Authorization: `Bearer ${api.agentKey}` });

    await other.say('for others');
    await visitor.say('for me');
    await eventually(async () => heard.text().includes('event: changed'));
    await eventually(async () => agents.text().includes(visitor.id));

    expect(heard.text().match(/event: changed/g)).toHaveLength(1);
    expect(agents.text()).toContain(other.id);
    heard.end();
    agents.end();
  });
});

describe('agents', () => {
  test('see what is unread until they read or answer it', async () => {
    const visitor = await aVisitor();
    await visitor.say('Still here');
    expect((await conversation(visitor.id)).unread).toBe(2);

    await api.call('POST', `/api/v1/conversations/${visitor.id}/read`, { body: { seq: 1 } });
    expect((await conversation(visitor.id)).unread).toBe(1);
    const body = { text: 'Hello' };
    await api.call('POST', `/api/v1/conversations/${visitor.id}/messages`, { body });

    expect((await conversation(visitor.id)).unread).toBe(0);
  });

  test('answer once for a key, and are told when it came with another answer before', async () => {
    // Past the door, which lets one address write 30 times a minute.
    const start = () => startConversation(api.db, { tokenHash: randomBytes(32), text: 'Hi' });
    const [id, otherId] = [await start(), await start()];
    const say = (id: string, text: string) =>
      api.call('POST', `/api/v1/conversations/${id}/messages`, { body: { text }, key: 'answer-1' });

    const [first, again] = [await say(id, 'Hello'), await say(id, 'Hello')];
    const reused = [await say(otherId, 'Hello'), await say(id, 'Good bye')];

    expect(again).toMatchObject({ status: 201, body: first.body });
    expect((await conversation(id)).messages).toHaveLength(2);
    for (const { body } of reused) expect(body.code).toBe('idempotency-key-reused');
  });

  test('give a conversation to nobody who is removed at this moment', async () => {
    const [{ id }] = (await api.call('GET', '/api/v1/conversations?limit=1')).body.items;
    const email = 'gil@desk.example';
    const agent = await createAgent(api.db, { name: 'Gil', email, role: 'agent' });

    const asked = await inTransaction(api.db, async (transaction) => {
      await deleteAgent(api.db, agent.id, transaction);
      const change = { body: { assigneeId: agent.id } };
      const giving = api.call('PATCH', `/api/v1/conversations/${id}`, change);
      await untilSomebodyWaits(api.db);
      return [giving];
    });

    expect(await asked[0]).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect((await conversation(id)).assignee).toBeNull();
  });

  test('close a conversation and take it; a new message opens it again', async () => {
    const visitor = await aVisitor();
    const change = { status: 'closed', assigneeId: api.admin.id };

    const closed = await api.call('PATCH', `/api/v1/conversations/${visitor.id}`, { body: change });
    expect(closed.body).toMatchObject({ status: 'closed', assignee: { id: api.admin.id } });
    expect((await visitor.sees()).status).toBe('closed');
    await visitor.say('One more thing');

    expect((await conversation(visitor.id)).status).toBe('open');
  });

  test('page through the list without repeating or missing one', async () => {
    const ids = [(await aVisitor()).id, (await aVisitor()).id, (await aVisitor()).id];
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/api/v1/conversations?limit=2${cursor}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor && `&cursor=${encodeURIComponent(body.nextCursor)}`;
    } while (cursor);

    expect(seen.slice(0, 3)).toEqual(ids.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('escalating a conversation', () => {
  test('makes one ticket with its transcript, however often it is asked for', async () => {
    const visitor = await aVisitor({ name: 'Bo Berg', email: 'bo@escalate.example' });

    const answers = await Promise.all([1, 2, 3].map(() => escalate(visitor.id)));
    const again = await escalate(visitor.id, { title: 'Something else' });

    const numbers = [...answers, again].map(({ body }) => body.number);
    expect(new Set(numbers).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(again.body).toMatchObject({
      title: 'Help',
      source: 'chat',
      requester: { type: 'lead', email: 'bo@escalate.example' },
    });
    expect(again.body.description).toContain(`UTC, Bo Berg:\n${visitor.text}`);
    const page = await api.call('GET', `/api/v1/tickets/${numbers[0]}?include=conversation`);
    expect(page.body.conversation).toEqual({ id: visitor.id, visitor: 'Bo Berg' });
    expect((await conversation(visitor.id)).ticketNumber).toBe(numbers[0]);
    const told = (await visitor.sees()).messages.filter(
      (one: { from: string }) => one.from === 'system',
    );
    expect(told).toHaveLength(1);
    expect(told[0].text).toContain(`#${numbers[0]}`);
  });

  test('goes to the contact whose address the visitor gave, which stays a claim', async () => {
    const { body: contact } = await api.call('POST', '/api/v1/contacts', {
      body: { name: 'Cara', email: 'cara@known.example' },
    });
    const visitor = await aVisitor({ email: 'Cara@known.example' });

    const { body: ticket } = await escalate(visitor.id);

    expect(ticket.requester).toMatchObject({ type: 'contact', id: contact.id });
    const { body: thread } = await api.call('GET', `/api/v1/tickets/${ticket.number}/messages`);
    // Nothing that was said in the chat is quoted to an address that nobody checked.
    expect(thread.items).toEqual([
      expect.objectContaining({ kind: 'description', direction: 'internal' }),
    ]);
  });

  test('asks for an address when there is none', async () => {
    const visitor = await aVisitor();

    const refused = await escalate(visitor.id);
    expect([refused.status, refused.body.problems[0].path]).toEqual([422, 'email']);
    const made = await escalate(visitor.id, { email: 'dan@given.example' });

    expect(made.body.requester.email).toBe('dan@given.example');
    expect((await conversation(visitor.id)).person.email).toBe('dan@given.example');
  });

  test('what is written afterwards stays in the conversation', async () => {
    const visitor = await aVisitor({ email: 'eve@after.example' });
    const { body: ticket } = await escalate(visitor.id);

    await visitor.say('And another thing');

    const { body } = await api.call('GET', `/api/v1/tickets/${ticket.number}/messages`);
    expect(JSON.stringify(body)).not.toContain('another thing');
    expect((await conversation(visitor.id)).messages.at(-1).text).toBe('And another thing');
  });

  test('a new ticket may name the conversation that it comes from, if no other has', async () => {
    const visitor = await aVisitor();
    const ticket = await api.aTicket({ conversationId: visitor.id });

    expect((await conversation(visitor.id)).ticketNumber).toBe(ticket.number);
    const requester = { email: 'x@y.example' };
    const body = { title: 'Once more', requester, conversationId: visitor.id };
    const second = await api.call('POST', '/api/v1/tickets', { body });
    expect([second.status, second.body.code]).toEqual([409, 'already-escalated']);
  });
});

/** What a stream says from its `ready` on. */
async function listening(path: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(`${api.url}${path}`, { headers, signal: abort.signal });
  let text = '';
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of response.body!) text += decoder.decode(chunk as Uint8Array);
  })().catch(() => undefined);
  await eventually(async () => text.includes('event: ready'));
  return { text: () => text, end: () => abort.abort() };
}
