import { anApi, type TestApi } from './an-api';

let api: TestApi;
beforeAll(async () => {
  api = await anApi();
}, 60_000);
afterAll(() => api.stop());

const path = '/api/v1/blocked-senders';
const block = (pattern: string, as = api.adminKey) =>
  api.call('POST', path, { body: { pattern }, as });

async function patterns(query = ''): Promise<string[]> {
  const { body } = await api.call('GET', `${path}${query}`, { as: api.readOnlyKey });
  return body.items.map((one: { pattern: string }) => one.pattern);
}

describe('blocked senders', () => {
  test('are blocked in one spelling, listed with who did it, found by an address, unblocked', async () => {
    const { status, body } = await block(' Kim@Customer.example ', api.agentKey);
    expect(status).toBe(201);
    expect(body).toMatchObject({ pattern: 'kim@customer.example', blockedBy: 'Test agent' });
    await block('@Spam.example');
    expect((await block('spam.example')).body).toMatchObject({
      code: 'already-exists',
      problems: [{ path: 'pattern', message: 'spam.example is blocked already.' }],
    });

    expect(await patterns()).toEqual(['kim@customer.example', 'spam.example']);
    expect(await patterns('?address=win@mx.spam.example')).toEqual(['spam.example']);
    const first = await api.call('GET', `${path}?limit=1`);
    expect(await patterns(`?cursor=${first.body.nextCursor}`)).toEqual(['spam.example']);

    expect(await api.call('DELETE', `${path}/${body.id}`, { as: api.agentKey })).toMatchObject({
      status: 204,
    });
    expect(await api.call('DELETE', `${path}/${body.id}`)).toMatchObject({ status: 404 });
    expect(await patterns()).toEqual(['spam.example']);
  });

  test('whole domains are for admins', async () => {
    const refused = await block('elsewhere.example', api.agentKey);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const { body } = await block('elsewhere.example');
    expect(await api.call('DELETE', `${path}/${body.id}`, { as: api.agentKey })).toMatchObject({
      status: 403,
    });
    expect(await patterns('?address=a@elsewhere.example')).toEqual(['elsewhere.example']);
  });

  test.each([
    ['nobody', 'neither an address'],
    ['support@desk.example', 'our own mailbox'],
    ['support+x@desk.example', 'our own mailbox'],
    ['desk.example', 'our mailbox support@desk.example is in desk.example; block single'],
    ['admin@example.com', 'is the address of the agent'],
    ['example.com', 'the address of the agent'],
  ])('%s cannot be blocked', async (pattern, why) => {
    const { status, body } = await block(pattern);
    expect([status, body.problems[0].path]).toEqual([422, 'pattern']);
    expect(body.problems[0].message).toContain(why);
  });
});

describe('marking a ticket as spam', () => {
  const change = (number: number, body: object, key?: string) =>
    api.call('PATCH', `/api/v1/tickets/${number}`, {
      body,
      as: api.agentKey,
      ...(key === undefined ? {} : { key }),
    });
  const aTicketOf = (email: string) => api.aTicket({ requester: { email, name: 'W' } });

  test('blocks its requester if asked to, and coming back unblocks', async () => {
    const { number } = await aTicketOf('Win@Prizes.example');
    const spam = { removed: 'spam', blockSender: true };
    const { status, body } = await change(number, spam, 'spam-1');
    expect([status, body.removed]).toEqual([200, 'spam']);
    expect(await patterns('?address=win@prizes.example')).toEqual(['win@prizes.example']);

    await change(number, { removed: null });
    expect(await patterns('?address=win@prizes.example')).toEqual(['win@prizes.example']);
    await change(number, { removed: 'spam' });
    await change(number, { removed: null, blockSender: false });
    expect(await patterns('?address=win@prizes.example')).toEqual([]);

    // The request of the beginning once more, late: it answers what it did and does nothing.
    expect((await change(number, spam, 'spam-1')).body.removed).toBe('spam');
    expect(await patterns('?address=win@prizes.example')).toEqual([]);
  });

  test('is refused as a whole when the sender cannot be blocked', async () => {
    const { number } = await aTicketOf(api.admin.email);
    const { status, body } = await change(number, { removed: 'spam', blockSender: true });
    expect([status, body.problems[0].path]).toEqual([422, 'blockSender']);
    const { body: ticket } = await api.call('GET', `/api/v1/tickets/${number}`);
    expect(ticket.removed).toBeNull();
  });

  test('blocks nobody when it is refused itself', async () => {
    const { number } = await aTicketOf('moved@on.example');
    const body = { removed: 'spam', blockSender: true };
    const headers = { 'If-Match': '"99"' };
    const refused = await api.call('PATCH', `/api/v1/tickets/${number}`, { body, headers });
    expect(refused.status).toBe(412);
    expect(await patterns('?address=moved@on.example')).toEqual([]);
  });

  test('together with another requester is refused: whom would it block?', async () => {
    const { number } = await aTicketOf('either@or.example');
    const requester = { email: 'or@or.example', name: 'Or' };
    const refused = await change(number, { removed: 'spam', blockSender: true, requester });
    expect([refused.status, refused.body.problems[0].path]).toEqual([422, 'requester']);
    expect(await patterns('?address=or@or.example')).toEqual([]);
  });

  test.each([
    { blockSender: true },
    { blockSender: false, removed: 'spam' },
    { blockSender: true, removed: 'bin' },
  ])('%j says nothing sensible', async (body) => {
    const { number } = await api.aTicket();
    const refused = await change(number, body);
    expect([refused.status, refused.body.problems[0].path]).toEqual([422, 'blockSender']);
  });
});
