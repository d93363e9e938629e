import { randomUUID } from 'node:crypto';
import { permissionsOf } from '../../api/http/permissions';
import { ensureAdmin } from '../../api/sign-in/ensure-admin';
import { query } from '../../db/database';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const session = '/api/v1/session';

describe('signing in', () => {
  test('gives a session that works until it ends', async () => {
    const body = { email: 'ADMIN@example.com', password: api.admin.password };
    const answer = await api.call('POST', session, { as: null, body });
    expect(answer.body).toEqual({
      agent: {
        id: api.admin.id,
        name: 'Admin',
        email: api.admin.email,
        role: 'admin',
        permissions: permissionsOf('admin'),
      },
    });
    const header = answer.headers.get('set-cookie')!;
    expect(header).toMatch(/^tl_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const as = header.split(';')[0]!;
    expect((await api.call('GET', session, { as })).body).toEqual(answer.body);
    expect((await api.call('DELETE', session, { as })).status).toBe(204);
    expect((await api.call('GET', session, { as })).status).toBe(401);
  });

  test('the token itself is nowhere in the database', async () => {
    const token = (await api.signIn()).split('=')[1]!;
    const rows = await query(api.db, 'SELECT s::text AS row FROM sessions s');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test.each([
    ['a wrong password', { email: 'admin@example.com', password: 'wrong' }],
    ['an unknown address', { email: 'nobody@example.com', password: 'wrong' }],
  ])('%s gets one and the same answer', async (_what, body) => {
    const answer = await api.call('POST', session, { as: null, body });
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials', detail: 'The e-mail address or the password is wrong.' },
    });
  });

  test('an agent without a password, or no longer active, does not get in', async () => {
    const body = { name: 'Ana', email: 'ana@desk.example', role: 'agent' };
    const agent = await api.call('POST', '/api/v1/agents', { body });
    const path = `/api/v1/agents/${agent.body.id}`;
    const credentials = { email: body.email, password: 'long enough' };
    expect((await api.call('POST', session, { as: null, body: credentials })).status).toBe(401);
    await api.call('PATCH', path, { body: { password: credentials.password } });
    const as = await api.signIn(credentials.email, credentials.password);
    expect((await api.call('GET', session, { as })).body.agent.id).toBe(agent.body.id);
    await api.call('PATCH', path, { body: { active: false } });
    expect((await api.call('GET', session, { as })).status).toBe(401);
    expect((await api.call('POST', session, { as: null, body: credentials })).status).toBe(401);
  });

  test('an expired session is none', async () => {
    const as = await api.signIn();
    await query(api.db, `UPDATE sessions SET expires_at = now() - interval '1 second' RETURNING 1`);
    expect((await api.call('GET', session, { as })).status).toBe(401);
  });
});

describe('another site’s page', () => {
  const post = { body: { title: 'x', requester: { email: 'a@b.example' } } };

  test.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 201],
    [{}, 201],
  ])('with the cookie and %j gets %i', async (headers, status) => {
    const as = await api.signIn();
    const answer = await api.call('POST', '/api/v1/tickets', {
      ...post,
      as,
      headers: headers as Record<string, string>,
    });
    expect(answer.status).toBe(status);
  });

  test('our own Origin is let through, and reading is always', async () => {
    const as = await api.signIn();
    const own = await api.call('POST', '/api/v1/tickets', {
      ...post,
      as,
      headers: { Origin: api.url },
    });
    expect(own.status).toBe(201);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await api.call('GET', '/api/v1/tickets', { as, headers })).status).toBe(200);
  });

  test('an API key needs no such proof', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    expect((await api.call('POST', '/api/v1/tickets', { ...post, headers })).status).toBe(201);
  });

  test('cannot sign somebody in', async () => {
    const body = { email: api.admin.email, password: api.admin.password };
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    const answer = await api.call('POST', session, { as: null, body, headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site-request' } });
  });
});

describe('API keys', () => {
  test('are shown once, work, and stop when revoked', async () => {
    const body = { name: 'Script', role: 'agent' };
    const made = await api.call('POST', '/api/v1/api-keys', { body });
    expect(made.body).toMatchObject({ name: 'Script', role: 'agent', revokedAt: null });
    const as = made.body.key;
    expect((await api.call('GET', session, { as })).body.agent).toMatchObject({
      id: made.body.id,
      name: 'Script',
      email: null,
    });
    const path = `/api/v1/api-keys/${made.body.id}`;
    expect((await api.call('GET', path)).body).not.toHaveProperty('key');
    const stored = await query(api.db, 'SELECT k::text AS row FROM api_keys k');
    expect(JSON.stringify(stored)).not.toContain(as.slice(-40));
    expect((await api.call('DELETE', path)).status).toBe(204);
    const after = await api.call('GET', session, { as });
    expect(after).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
    expect(after.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('a repeated request gets the same key, which is stored nowhere', async () => {
    const body = { name: 'Twice', role: 'agent' };
    const key = randomUUID();
    const first = await api.call('POST', '/api/v1/api-keys', { body, key });
    const second = await api.call('POST', '/api/v1/api-keys', { body, key });
    expect(second.body).toEqual(first.body);
    const stored = await query(api.db, 'SELECT r::text AS row FROM answered_requests r');
    expect(JSON.stringify(stored)).not.toContain(first.body.key.slice(-40));
  });

  test.each(['tlk_wrong', `tlk_000000000000_${'x'.repeat(43)}`, 'something else'])(
    '%s is refused',
    async (key) => {
      const headers = { Authorization: `Bearer ${key}` };
      const answer = await api.call('GET', '/api/v1/tickets', { as: null, headers });
      expect(answer.status).toBe(401);
    },
  );

  test('are listed in pages, the newest first', async () => {
    const { body } = await api.call('GET', '/api/v1/api-keys?limit=2');
    const rest = await api.call('GET', `/api/v1/api-keys?cursor=${body.nextCursor}`);
    const all = await api.call('GET', '/api/v1/api-keys');
    expect([...body.items, ...rest.body.items]).toEqual(all.body.items);
  });
});

test('two processes that start at once make one first admin, whose password stays', async () => {
  const email = 'first@desk.example';
  const made = await Promise.all(
    ['password one', 'password two'].map((password) => ensureAdmin(api.db, { email, password })),
  );
  expect(made[0]!.agent).toEqual(made[1]!.agent);
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  const later = await ensureAdmin(api.db, { email, password: 'password three' });
  expect(later.created).toBe(false);
  const wrong = { as: null, body: { email, password: 'password three' } };
  expect((await api.call('POST', session, wrong)).status).toBe(401);
});

test('after too many failures, signing in has to wait', async () => {
  const fresh = await anApi();
  try {
    const body = { email: 'nobody@example.com', password: 'wrong' };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 21; attempt += 1) {
      statuses.push((await fresh.call('POST', session, { as: null, body })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses[20]).toBe(429);
    const answer = await fresh.call('POST', session, { as: null, body });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await fresh.stop();
  }
});

test('over https the cookie is bound to this host', async () => {
  const secure = await anApi({ publicUrl: 'https://desk.example.com' });
  try {
    const body = { email: secure.admin.email, password: secure.admin.password };
    const { headers } = await secure.call('POST', session, { as: null, body });
    expect(headers.get('set-cookie')).toMatch(/^__Host-tl_session=.*; Secure$/);
    expect(headers.get('strict-transport-security')).not.toBeNull();
  } finally {
    await secure.stop();
  }
});
