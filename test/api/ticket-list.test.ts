import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => {
  api = await anApi();
  for (const [title, fields, change] of tickets) {
    const { number } = await api.aTicket({ title, ...fields });
    numbers.set(title, number);
    if (change) await api.call('PATCH', `/api/v1/tickets/${number}`, { body: change });
  }
  await api.call('PATCH', `/api/v1/tickets/${numbers.get('mine')}`, {
    body: { assigneeId: api.admin.id },
  });
});
afterAll(() => api.stop());

const requester = { email: 'rita@customer.example' };
const tickets: [string, object, object | null][] = [
  ['fresh', {}, null],
  ['urgent one', { priority: 'urgent', tags: ['vip'] }, null],
  ['in progress', { requester }, { status: 'in_progress' }],
  ['waiting 100%', { priority: 'low' }, { status: 'waiting' }],
  ['done', {}, { status: 'resolved' }],
  ['archived', { tags: ['vip', 'old'] }, { status: 'closed' }],
  ['mine', { priority: 'high' }, null],
];
const numbers = new Map<string, number>();

async function titles(query: string, as?: string): Promise<string[]> {
  const answer = await api.call('GET', `/api/v1/tickets${query}`, as ? { as } : {});
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items.map((item: { title: string }) => item.title);
}

test('without a filter: what somebody still has to deal with, the newest first', async () => {
  expect(await titles('')).toEqual(['mine', 'waiting 100%', 'in progress', 'urgent one', 'fresh']);
});

test.each([
  ['?status=closed', ['archived']],
  ['?status=resolved,closed', ['archived', 'done']],
  ['?priority=urgent,high', ['mine', 'urgent one']],
  ['?tag=vip', ['urgent one']],
  ['?tag=vip&status=open,closed', ['archived', 'urgent one']],
  ['?q=100%25', ['waiting 100%']],
  ['?q=URGENT', ['urgent one']],
  ['?assignee=none&sort=createdAt', ['fresh', 'urgent one', 'in progress', 'waiting 100%']],
  ['?sort=-priority', ['urgent one', 'mine', 'in progress', 'fresh', 'waiting 100%']],
  ['?sort=number&limit=2', ['fresh', 'urgent one']],
  ['?sort=-updatedAt&limit=1', ['mine']],
])('%s', async (query, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test('assignee=me is the agent who is signed in; an API key is nobody', async () => {
  expect(await titles('?assignee=me', await api.signIn())).toEqual(['mine']);
  expect(await titles(`?assignee=${api.admin.id}`)).toEqual(['mine']);
  const key = await api.call('GET', '/api/v1/tickets?assignee=me');
  expect(key).toMatchObject({ status: 422, body: { problems: [{ path: 'assignee' }] } });
});

test('requester= gives the tickets of one person', async () => {
  const [lead] = (await api.call('GET', '/api/v1/leads?q=rita')).body.items;
  expect(await titles(`?requester=${lead.id}`)).toEqual(['in progress']);
});

test.each(['-createdAt', 'updatedAt', '-priority', 'priority', 'status', '-number'])(
  'pages by %s show every ticket once, also while tickets are opened',
  async (sort) => {
    const all = await titles(`?sort=${sort}&status=open,in_progress,waiting,resolved,closed`);
    const seen: string[] = [];
    let cursor = '';
    do {
      const path = `/api/v1/tickets?sort=${sort}&limit=2&status=open,in_progress,waiting,resolved,closed`;
      const { body } = await api.call('GET', `${path}${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { title: string }) => item.title));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(all);
  },
);

test.each([
  ['?team=x', 'team'],
  ['?field.size=1', 'field.size'],
  ['?status=opne', 'status.0'],
  ['?status=', 'status.0'],
  ['?priority=high&priority=low', 'priority'],
  ['?sort=title', 'sort'],
  ['?limit=0', 'limit'],
  ['?limit=201', 'limit'],
  ['?limit=ten', 'limit'],
  ['?assignee=bob', 'assignee'],
  ['?requester=bob', 'requester'],
  ['?cursor=abc', 'cursor'],
  ['?q=%00', 'q'],
])('%s is refused with its path', async (query, path) => {
  const answer = await api.call('GET', `/api/v1/tickets${query}`);
  expect(answer.status).toBe(422);
  expect(answer.body.problems.map((one: { path: string }) => one.path)).toEqual([path]);
});

test('a cursor works only with the filters it was given for', async () => {
  const { body } = await api.call('GET', '/api/v1/tickets?limit=1');
  const other = await api.call('GET', `/api/v1/tickets?limit=1&tag=vip&cursor=${body.nextCursor}`);
  expect(other).toMatchObject({ status: 422, body: { problems: [{ path: 'cursor' }] } });
});

test('events and messages come in pages too', async () => {
  const path = `/api/v1/tickets/${numbers.get('mine')}`;
  for (const text of ['one', 'two', 'three']) {
    await api.call('POST', `${path}/messages`, { body: { kind: 'note', text } });
  }
  const first = await api.call('GET', `${path}/messages?limit=2`);
  const rest = await api.call('GET', `${path}/messages?limit=2&cursor=${first.body.nextCursor}`);
  const texts = [...first.body.items, ...rest.body.items].map((item) => item.text);
  expect(texts).toEqual(['one', 'two', 'three']);
  expect(rest.body.nextCursor).toBeNull();
  const events = await api.call('GET', `${path}/events?limit=2`);
  const more = await api.call('GET', `${path}/events?cursor=${events.body.nextCursor}`);
  expect([...events.body.items, ...more.body.items].map((event) => event.seq)).toEqual([
    1, 2, 3, 4, 5,
  ]);
});
