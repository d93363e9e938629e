import { randomUUID } from 'node:crypto';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const unknownId = '00000000-0000-4000-8000-000000000009';

describe('opening a ticket', () => {
  test('an unknown address becomes a Lead', async () => {
    const answer = await api.call('POST', '/api/v1/tickets', {
      body: {
        title: 'No light',
        description: 'It went out.',
        requester: { email: 'New.Person@customer.example', name: 'New Person' },
        tags: ['lamp', 'lamp'],
      },
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      title: 'No light',
      description: 'It went out.',
      status: 'open',
      priority: 'medium',
      assignee: null,
      team: null,
      requester: { type: 'lead', name: 'New Person', email: 'New.Person@customer.example' },
      tags: ['lamp'],
      customFields: {},
      source: 'api',
      version: 1,
    });
    expect(answer.headers.get('etag')).toBe('"1"');
    const { number } = answer.body;
    expect(answer.headers.get('location')).toBe(`/api/v1/tickets/${number}`);
    const read = await api.call('GET', `/api/v1/tickets/${number}`);
    expect(read.body).toEqual(answer.body);
    const thread = await api.call('GET', `/api/v1/tickets/${number}/messages`);
    expect(thread.body.items).toMatchObject([
      { kind: 'description', text: 'It went out.', author: { type: 'agent', name: 'Test admin' } },
    ]);
  });

  test('a known address is that Contact, whatever its case', async () => {
    const account = await api.call('POST', '/api/v1/accounts', { body: { name: 'Acme' } });
    const contact = await api.call('POST', '/api/v1/contacts', {
      body: { name: 'Carla', email: 'carla@acme.example', accountId: account.body.id },
    });
    const ticket = await api.aTicket({ requester: { email: 'Carla@ACME.example' } });
    expect(ticket.requester).toEqual({
      type: 'contact',
      id: contact.body.id,
      name: 'Carla',
      email: 'carla@acme.example',
      account: { id: account.body.id, name: 'Acme' },
    });
  });

  test('a Lead without a name gets the one that is given', async () => {
    const email = 'nameless@customer.example';
    expect((await api.aTicket({ requester: { email } })).requester.name).toBeNull();
    const named = await api.aTicket({ requester: { email, name: 'Nora' } });
    expect(named.requester.name).toBe('Nora');
    expect((await api.aTicket({ requester: { email, name: 'Other' } })).requester.name).toBe(
      'Nora',
    );
  });

  test('twenty at once from one unknown address make one Lead', async () => {
    const requester = { email: 'crowd@customer.example' };
    const tickets = await Promise.all(Array.from({ length: 20 }, () => api.aTicket({ requester })));
    expect(new Set(tickets.map((ticket) => ticket.requester.id)).size).toBe(1);
    expect(new Set(tickets.map((ticket) => ticket.number)).size).toBe(20);
  });

  test.each([
    ['no title', { requester: { email: 'a@b.example' } }, 'title'],
    ['an empty title', { title: ' ', requester: { email: 'a@b.example' } }, 'title'],
    ['a title of two lines', { title: 'a\nb', requester: { email: 'a@b.example' } }, 'title'],
    ['a title of 301', { title: 'x'.repeat(301), requester: { email: 'a@b.example' } }, 'title'],
    ['no requester', { title: 'x' }, 'requester'],
    ['a wrong address', { title: 'x', requester: { email: 'nobody' } }, 'requester.email'],
    [
      'an unknown contact',
      { title: 'x', requester: { contactId: unknownId } },
      'requester.contactId',
    ],
    ['an unknown lead', { title: 'x', requester: { leadId: unknownId } }, 'requester.leadId'],
    [
      'an unknown agent',
      { title: 'x', requester: { email: 'a@b.example' }, assigneeId: unknownId },
      'assigneeId',
    ],
    [
      'a priority that does not exist',
      { title: 'x', requester: { email: 'a@b.example' }, priority: 'hihg' },
      'priority',
    ],
    [
      'a field of a later release',
      { title: 'x', requester: { email: 'a@b.example' }, teamId: unknownId },
      'teamId',
    ],
    [
      'a tag that is no text',
      { title: 'x', requester: { email: 'a@b.example' }, tags: ['a', 1] },
      'tags.1',
    ],
    [
      'text with NUL',
      { title: 'x', description: 'a\0b', requester: { email: 'a@b.example' } },
      'description',
    ],
    [
      'half a surrogate pair',
      { title: 'x', description: 'a\ud800b', requester: { email: 'a@b.example' } },
      'description',
    ],
  ])('%s is refused with its path', async (_what, body, path) => {
    const answer = await api.call('POST', '/api/v1/tickets', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('invalid-input');
    expect(answer.body.problems.map((one: { path: string }) => one.path)).toContain(path);
  });

  test('a field called __proto__ is refused by name', async () => {
    const body = '{"title":"x","requester":{"email":"a@b.example"},"__proto__":{"a":1}}';
    const answer = await api.call('POST', '/api/v1/tickets', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.problems[0].path).toBe('__proto__');
  });

  test.each([
    ['half a body', '{"title":', 'application/json', 400, 'malformed-json'],
    [
      'another content type',
      'title=x',
      'application/x-www-form-urlencoded',
      415,
      'content-type-not-supported',
    ],
    ['no object', '[]', 'application/json', 422, 'invalid-input'],
    ['null', 'null', 'application/json', 422, 'invalid-input'],
    ['too much', `{"title":"${'x'.repeat(3_000_000)}"}`, 'application/json', 413, 'too-large'],
  ])('%s is refused', async (_what, body, type, status, code) => {
    const headers = { 'Content-Type': type };
    const answer = await api.call('POST', '/api/v1/tickets', { body, headers });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test('no body at all is a missing body', async () => {
    const answer = await api.call('POST', '/api/v1/tickets');
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  });
});

describe('changing a ticket', () => {
  test('several fields are one change; the ETag moves on', async () => {
    const { number } = await api.aTicket();
    const answer = await api.call('PATCH', `/api/v1/tickets/${number}`, {
      body: { status: 'waiting', priority: 'urgent', assigneeId: api.admin.id, tags: ['vip'] },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'waiting',
      priority: 'urgent',
      assignee: { id: api.admin.id, name: 'Admin', email: api.admin.email },
      tags: ['vip'],
      version: 5,
    });
    expect(answer.headers.get('etag')).toBe('"5"');
    const events = await api.call('GET', `/api/v1/tickets/${number}/events`);
    expect(events.body.items.map((event: { type: string }) => event.type)).toEqual([
      'ticket.created',
      'ticket.status_changed',
      'ticket.priority_changed',
      'ticket.assignee_changed',
      'ticket.tags_changed',
    ]);
    expect(events.body.items[1]).toMatchObject({
      seq: 2,
      actor: { type: 'agent', name: 'Test admin' },
      changes: { status: { from: 'open', to: 'waiting' } },
    });
  });

  test('a stale If-Match is 412 and changes nothing; the right one goes through', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    const first = await api.call('PATCH', path, {
      body: { priority: 'high' },
      headers: { 'If-Match': '"1"' },
    });
    const stale = await api.call('PATCH', path, {
      body: { priority: 'low' },
      headers: { 'If-Match': '"1"' },
    });
    expect(first.status).toBe(200);
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-conflict' } });
    expect((await api.call('GET', path)).body.priority).toBe('high');
    const nonsense = await api.call('PATCH', path, {
      body: { priority: 'low' },
      headers: { 'If-Match': '"abc"' },
    });
    expect(nonsense.status).toBe(412);
  });

  test('If-None-Match answers 304 until the ticket changes', async () => {
    const { number } = await api.aTicket();
    const headers = { 'If-None-Match': '"1"' };
    const path = `/api/v1/tickets/${number}`;
    expect((await api.call('GET', path, { headers })).status).toBe(304);
    await api.call('PATCH', path, { body: { priority: 'high' } });
    expect((await api.call('GET', path, { headers })).status).toBe(200);
  });

  test('include= gives what the ticket’s page shows, as the lists give it', async () => {
    const { number } = await api.aTicket({ description: 'It broke.' });
    const path = `/api/v1/tickets/${number}`;
    const { body: ticket } = await api.call('GET', path);
    const { body: messages } = await api.call('GET', `${path}/messages`);
    const { body: events } = await api.call('GET', `${path}/events`);

    const all = await api.call('GET', `${path}?include=messages,events,flowRuns`);
    expect(all.body).toEqual({
      ...ticket,
      messages,
      events,
      flowRuns: { items: [], nextCursor: null },
    });
    expect(messages.items).toHaveLength(1);
    const one = await api.call('GET', `${path}?include=events`);
    expect(one.body).toEqual({ ...ticket, events });
    expect(await api.call('GET', `${path}?include=secrets`)).toMatchObject({
      status: 422,
      body: { problems: [{ path: 'include.0' }] },
    });
    expect((await api.call('GET', '/api/v1/tickets/999999?include=messages')).status).toBe(404);
  });

  test('a closed ticket is read-only until it is opened again', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    await api.call('PATCH', path, { body: { status: 'closed' } });
    const refused = await api.call('PATCH', path, { body: { priority: 'high' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'ticket-closed' } });
    const forbidden = await api.call('PATCH', path, { body: { status: 'waiting' } });
    expect(forbidden.status).toBe(409);
    const opened = await api.call('PATCH', path, { body: { status: 'open', priority: 'high' } });
    expect(opened).toMatchObject({ status: 200, body: { status: 'open', priority: 'high' } });
  });

  test.each([
    ['GET', '/api/v1/tickets/999999', 404],
    ['GET', '/api/v1/tickets/abc', 404],
    ['GET', '/api/v1/tickets/99999999999', 404],
    ['PATCH', '/api/v1/tickets/999999', 404],
    ['GET', '/api/v1/tickets/999999/messages', 404],
    ['GET', '/api/v1/tickets/999999/events', 404],
    ['PUT', '/api/v1/tickets/1', 405],
    ['GET', '/api/v1/nothing', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const body = method === 'PATCH' ? { priority: 'low' } : undefined;
    const answer = await api.call(method, path, body ? { body } : {});
    expect(answer.status).toBe(status);
  });

  test('an empty change and unknown fields are refused', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    expect((await api.call('PATCH', path, { body: {} })).status).toBe(422);
    const unknown = await api.call('PATCH', path, { body: { priorty: 'low' } });
    expect(unknown.body.problems).toEqual([
      { path: 'priorty', message: expect.stringContaining('Did you mean "priority"?') },
    ]);
  });

  test('twenty callers on one ticket are all applied, each once', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.call('PATCH', path, { body: { title: `Title ${index}` } }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    const versions = answers.map((answer) => answer.body.version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });
});

describe('Idempotency-Key', () => {
  test('the same key and body give the same answer, once', async () => {
    const key = randomUUID();
    const body = { title: 'Once', requester: { email: 'once@customer.example' } };
    const [first, second] = await Promise.all([
      api.call('POST', '/api/v1/tickets', { body, key }),
      api.call('POST', '/api/v1/tickets', { body, key }),
    ]);
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    await api.call('PATCH', `/api/v1/tickets/${first.body.number}`, { body: { priority: 'high' } });
    const later = await api.call('POST', '/api/v1/tickets', { body, key });
    expect(later.body).toEqual(first.body);
    expect(later.headers.get('etag')).toBe('"1"');
  });

  test('the order of the fields does not matter, their values do', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    const key = 'any "text" – of yours';
    const asAscii = encodeURIComponent(key);
    const first = await api.call('PATCH', path, {
      body: { priority: 'high', title: 'A' },
      key: asAscii,
    });
    const swapped = await api.call('PATCH', path, {
      body: { title: 'A', priority: 'high' },
      key: asAscii,
    });
    const other = await api.call('PATCH', path, {
      body: { title: 'B', priority: 'high' },
      key: asAscii,
    });
    expect(swapped.body).toEqual(first.body);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('a key belongs to its caller', async () => {
    const key = randomUUID();
    const body = { title: 'Mine', requester: { email: 'mine@customer.example' } };
    const one = await api.call('POST', '/api/v1/tickets', { body, key });
    const two = await api.call('POST', '/api/v1/tickets', { body, key, as: api.agentKey });
    expect(two.status).toBe(201);
    expect(two.body.number).not.toBe(one.body.number);
  });

  test('a refusal is remembered too', async () => {
    const { number } = await api.aTicket();
    const path = `/api/v1/tickets/${number}`;
    const key = randomUUID();
    await api.call('PATCH', path, { body: { status: 'closed' } });
    const refused = await api.call('PATCH', path, { body: { priority: 'high' }, key });
    await api.call('PATCH', path, { body: { status: 'open' } });
    const again = await api.call('PATCH', path, { body: { priority: 'high' }, key });
    expect(refused.status).toBe(409);
    expect(again.status).toBe(409);
  });
});

describe('many at once', () => {
  test('each ticket is its own transaction, results in the order asked', async () => {
    const [a, b] = [await api.aTicket(), await api.aTicket()];
    const body = { numbers: [b.number, 999_999, a.number], change: { priority: 'urgent' } };
    const key = randomUUID();
    const answer = await api.call('POST', '/api/v1/tickets/bulk', { body, key });
    expect(answer.body.results).toEqual([
      { number: b.number, ok: true, version: 2 },
      {
        number: 999_999,
        ok: false,
        status: 404,
        code: 'ticket-not-found',
        detail: expect.any(String),
      },
      { number: a.number, ok: true, version: 2 },
    ]);
    expect((await api.call('POST', '/api/v1/tickets/bulk', { body, key })).body).toEqual(
      answer.body,
    );
  });

  test.each([
    ['no ticket', { numbers: [], change: { priority: 'low' } }, 'numbers'],
    ['1,001 tickets', { numbers: Array(1001).fill(1), change: { priority: 'low' } }, 'numbers'],
    ['half a number', { numbers: [1.5], change: { priority: 'low' } }, 'numbers.0'],
    ['an unknown field', { numbers: [1], change: { nothing: 1 } }, 'change.nothing'],
    ['an unknown agent', { numbers: [1], change: { assigneeId: unknownId } }, 'change.assigneeId'],
  ])('%s is refused with its path', async (_what, body, path) => {
    const answer = await api.call('POST', '/api/v1/tickets/bulk', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.problems[0].path).toBe(path);
  });
});
