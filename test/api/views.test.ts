import { anApi, type TestApi } from './an-api';

let api: TestApi;
let nora: string;
let ana: string;
let anaKey: { email: string; password: string };

beforeAll(async () => {
  api = await anApi();
  anaKey = { email: 'ana@desk.example', password: 'a good long password' };
  await api.call('POST', '/api/v1/agents', { body: { ...anaKey, name: 'Ana', role: 'agent' } });
  [nora, ana] = [await api.signIn(), await api.signIn(anaKey.email, anaKey.password)];
  await api.aTicket({ title: 'One', priority: 'urgent', tags: ['vip', 'billing'] });
  await api.aTicket({ title: '=HYPERLINK("http://evil")', priority: 'low', tags: ['vip'] });
});
afterAll(() => api.stop());

const views = async (as: string) => (await api.call('GET', '/api/v1/views', { as })).body.items;
const save = (as: string, body: object) => api.call('POST', '/api/v1/views', { as, body });

test('the product comes with the usual views, in the usual order', async () => {
  const names = (await views(ana)).map((view: { name: string }) => view.name);
  expect(names).toEqual([
    'All open tickets',
    'My tickets',
    'Watching',
    'Unassigned',
    'Waiting',
    'Urgent and high',
    'Snoozed',
  ]);
});

test('every view is counted in one call, as the one who asks', async () => {
  const { counts } = (await api.call('GET', '/api/v1/views/counts', { as: ana })).body;
  const byName = Object.fromEntries(
    (await views(ana)).map((view: { id: string; name: string }) => [view.name, counts[view.id]]),
  );
  expect(byName).toEqual({
    'All open tickets': 2,
    'My tickets': 0,
    Watching: 0,
    Unassigned: 2,
    Waiting: 0,
    'Urgent and high': 1,
    Snoozed: 0,
  });
});

test('a private view is its owner’s alone, an admin does not see it either', async () => {
  const { body } = await save(ana, { name: 'Mine', filter: { tag: 'vip' } });
  expect(body).toMatchObject({ visibility: 'private', filter: { tag: 'vip' }, mayChange: true });
  const ids = (await views(nora)).map((view: { id: string }) => view.id);
  expect(ids).not.toContain(body.id);
  for (const method of ['PATCH', 'DELETE']) {
    const options = { as: nora, ...(method === 'PATCH' ? { body: { name: 'Taken' } } : {}) };
    expect((await api.call(method, `/api/v1/views/${body.id}`, options)).status).toBe(404);
  }
});

test('a view for all is changed by its owner and by admins', async () => {
  const { body } = await save(nora, { name: 'Everybody’s', visibility: 'all' });
  const path = `/api/v1/views/${body.id}`;
  const change = (as: string, fields: object) => api.call('PATCH', path, { as, body: fields });
  expect((await change(ana, { name: 'Hers' })).status).toBe(403);
  expect((await change(nora, { sort: '-priority' })).body).toMatchObject({ sort: '-priority' });
  expect((await api.call('DELETE', path, { as: ana })).status).toBe(403);
  expect((await api.call('DELETE', path, { as: nora })).status).toBe(204);
});

test.each([
  [{ name: '' }, 'name'],
  [{ name: 'x', filter: { status: 'burnt' } }, 'filter.status'],
  [{ name: 'x', filter: { nonsense: '1' } }, 'filter'],
  [{ name: 'x', columns: ['salary'] }, 'columns.0'],
  [{ name: 'x', columns: ['number', 'status'] }, 'columns'],
  [{ name: 'x', sort: 'title' }, 'sort'],
])('%j is refused with its path', async (body, path) => {
  const answer = await save(ana, body);
  expect(answer.status).toBe(422);
  expect(answer.body.problems[0].path).toBe(path);
});

test('tags in use are listed, the most used first', async () => {
  const tags = async (query = '') => (await api.call('GET', `/api/v1/tags${query}`)).body.items;
  expect(await tags()).toEqual([
    { name: 'vip', tickets: 2 },
    { name: 'billing', tickets: 1 },
  ]);
  expect(await tags('?q=ILL')).toEqual([{ name: 'billing', tickets: 1 }]);
});

test('a list goes out as CSV that no spreadsheet runs, without notes', async () => {
  const [ticket] = (await api.call('GET', '/api/v1/tickets?q=evil')).body.items;
  const note = { kind: 'note', text: 'our secret' };
  await api.call('POST', `/api/v1/tickets/${ticket.number}/messages`, { body: note });
  const answer = await api.call('GET', '/api/v1/tickets.csv?sort=number&tag=vip');
  const lines = (answer.body as string).trim().split('\n');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  expect(lines[0]).toContain('number,title,status,priority');
  expect(lines[1]).toContain(',One,open,urgent,');
  expect(lines[2]).toContain(`,"'=HYPERLINK(""http://evil"")",open,low,`);
  expect(answer.body).not.toContain('secret');
  expect(lines).toHaveLength(3);
});

test('tags are added to and taken from many tickets, each keeping its others', async () => {
  const numbers = (await api.call('GET', '/api/v1/tickets?sort=number')).body.items.map(
    (one: { number: number }) => one.number,
  );
  const change = { addTags: ['seen'], removeTags: ['vip'] };
  const asked = { body: { numbers: [...numbers, 999_999], change }, key: 'tags' };
  const { results } = (await api.call('POST', '/api/v1/tickets/bulk', asked)).body;
  expect(results.map((one: { ok: boolean }) => one.ok)).toEqual([true, true, false]);
  const tags = async () =>
    (await api.call('GET', '/api/v1/tickets?sort=number')).body.items.map(
      (one: { tags: string[] }) => one.tags,
    );
  expect(await tags()).toEqual([['billing', 'seen'], ['seen']]);
  expect((await api.call('POST', '/api/v1/tickets/bulk', asked)).body.results).toEqual(results);
  const both = { numbers, change: { tags: [], addTags: ['x'] } };
  expect((await api.call('POST', '/api/v1/tickets/bulk', { body: both })).status).toBe(422);
});

test('an API key has views of its own', async () => {
  const { status, body } = await save(api.agentKey, {
    name: 'The script’s',
    filter: { tag: 'vip' },
  });
  expect([status, body.ownerId]).toEqual([201, expect.stringMatching(/^[0-9a-f]{12}$/)]);
  const seen = await views(api.agentKey);
  expect(seen.at(-1)).toMatchObject({ name: 'The script’s', mayChange: true });
  expect((await views(ana)).map((view: { id: string }) => view.id)).not.toContain(body.id);
  const { counts } = (await api.call('GET', '/api/v1/views/counts', { as: api.agentKey })).body;
  expect(counts).toHaveProperty(body.id);
});

test('a view of the product keeps its name in every language until it gets another, and is everybody’s', async () => {
  const [shipped] = await views(nora);
  const change = async (body: object) =>
    api.call('PATCH', `/api/v1/views/${shipped.id}`, { as: nora, body });
  expect((await change({ visibility: 'private' })).body.problems).toMatchObject([
    { path: 'visibility' },
  ]);
  const same = await change({ name: shipped.name, sort: '-updatedAt' });
  expect(same.body).toMatchObject({ shipped: 'all', sort: '-updatedAt' });
  expect((await change({ name: 'Everything' })).body).toMatchObject({ shipped: null });
});

test('many tickets are changed only where nobody set another value meanwhile', async () => {
  const [one, other] = [await api.aTicket(), await api.aTicket()];
  const numbers = [one.number, other.number];
  const bulk = async (body: object) =>
    (await api.call('POST', '/api/v1/tickets/bulk', { body })).body;
  await bulk({ numbers, change: { priority: 'high' } });
  const path = `/api/v1/tickets/${other.number}`;
  await api.call('PATCH', path, { as: ana, body: { priority: 'urgent' } });

  const { results } = await bulk({
    numbers,
    change: { priority: 'medium' },
    onlyIf: { priority: 'high' },
  });

  expect(results).toMatchObject([{ ok: true }, { ok: false, code: 'version-conflict' }]);
  expect((await api.call('GET', path)).body.priority).toBe('urgent');
});

test('the CSV names the team and every active custom field', async () => {
  const post = async (path: string, body: object) => (await api.call('POST', path, { body })).body;
  const team = await post('/api/v1/teams', { name: 'Returns', memberIds: [] });
  const options = ['red', 'blue'];
  await post('/api/v1/custom-fields', { title: 'Colours', type: 'multi_select', options });
  await post('/api/v1/custom-fields', { title: 'Order', type: 'text' });
  const old = await post('/api/v1/custom-fields', { title: 'Old', type: 'text' });
  await api.call('PATCH', `/api/v1/custom-fields/${old.id}`, { body: { archived: true } });
  const customFields = { colours: options, order: '=1+1' };
  await api.aTicket({ tags: ['fields'], teamId: team.id, customFields });
  const { body } = await api.call('GET', '/api/v1/tickets.csv?tag=fields');
  const [head, line] = (body as string).trim().split('\n');
  expect(head).toContain(',assigneeEmail,team,requester,');
  expect(head).toMatch(/,updatedAt,field:colours,field:order$/);
  expect(line).toContain(',Returns,');
  expect(line).toMatch(/,"red, blue",'=1\+1$/);
});

test('a team’s view is seen by its members, who alone may make one; without the team it is its owner’s', async () => {
  const agents = (await api.call('GET', '/api/v1/agents')).body.items;
  const { id: anaId } = agents.find(({ email }: { email: string }) => email === anaKey.email);
  const team = async (name: string, memberIds: string[]): Promise<string> =>
    (await api.call('POST', '/api/v1/teams', { body: { name, memberIds } })).body.id;
  const [hers, others] = [await team('Billing', [anaId]), await team('Shipping', [])];
  const ofTeam = (teamId: string | null) => ({ name: 'Ours', visibility: 'team', teamId });

  expect((await save(ana, ofTeam(others))).body.problems).toMatchObject([{ path: 'teamId' }]);
  expect((await save(ana, ofTeam(null))).body.problems).toMatchObject([{ path: 'teamId' }]);
  const byAdmin = await save(nora, ofTeam(hers));
  expect(byAdmin).toMatchObject({ status: 201, body: { visibility: 'team', teamId: hers } });
  const notHers = await save(nora, { ...ofTeam(others), name: 'Theirs' });

  const seen = (await views(ana)).map(({ id }: { id: string }) => id);
  expect(seen).toContain(byAdmin.body.id);
  expect(seen).not.toContain(notHers.body.id);
  await api.call('DELETE', `/api/v1/teams/${hers}`);
  expect((await views(ana)).map(({ id }: { id: string }) => id)).not.toContain(byAdmin.body.id);
  expect((await views(nora)).map(({ id }: { id: string }) => id)).toContain(byAdmin.body.id);
});
