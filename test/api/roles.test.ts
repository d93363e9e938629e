import { query } from '../../db/database';
import { storeCaughtMail } from '../../db/caught-mail-store';
import { findDelivery, finishDelivery } from '../../db/delivery-store';
import { findAgentByEmail } from '../../db/requester-store';
import { eventually } from '../support/eventually';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const password = 'a long enough one';

async function anAgent(name: string, role = 'agent'): Promise<{ id: string; as: string }> {
  const email = `${name.toLowerCase()}@desk.example`;
  const { body } = await api.call('POST', '/api/v1/agents', {
    body: { name, email, role, password },
  });
  return { id: body.id, as: await api.signIn(email, password) };
}

describe('an agent who may only read', () => {
  test('reads tickets and keeps views for themselves, and no more than that', async () => {
    const { as } = await anAgent('Rita', 'read-only');
    const ticket = await api.aTicket();
    const path = `/api/v1/tickets/${ticket.number}`;
    expect((await api.call('GET', path, { as })).status).toBe(200);
    expect((await api.call('GET', `${path}/messages`, { as })).status).toBe(200);

    const refused = await api.call('PATCH', path, { as, body: { priority: 'urgent' } });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'not-allowed', detail: 'This needs the role admin or agent.' },
    });
    const view = { name: 'Mine', filter: { priority: 'high' } };
    const mine = await api.call('POST', '/api/v1/views', { as, body: view });
    expect(mine.body).toMatchObject({ visibility: 'private', mayChange: true });
    const one = `/api/v1/views/${mine.body.id}`;
    for (const answer of [
      await api.call('POST', '/api/v1/views', { as, body: { ...view, visibility: 'all' } }),
      await api.call('PATCH', one, { as, body: { visibility: 'all' } }),
    ]) {
      expect(answer.status).toBe(403);
    }
    expect((await api.call('PATCH', one, { as, body: { name: 'Still mine' } })).status).toBe(200);
  });

  test('is no assignee, no member of a team, and writes nothing by mail', async () => {
    const { id } = await anAgent('Rolf', 'read-only');
    const { number } = await api.aTicket();
    const assigned = await api.call('PATCH', `/api/v1/tickets/${number}`, {
      body: { assigneeId: id },
    });
    expect(assigned.body.problems).toEqual([{ path: 'assigneeId', message: 'Rolf may only read' }]);
    const team = await api.call('POST', '/api/v1/teams', {
      body: { name: 'Readers', memberIds: [id] },
    });
    expect(team.body.problems).toEqual([{ path: 'memberIds.0', message: 'Rolf may only read' }]);
    expect(await findAgentByEmail(api.db, 'rolf@desk.example')).toBeNull();
    await api.call('PATCH', `/api/v1/agents/${id}`, { body: { role: 'agent' } });
    expect(await findAgentByEmail(api.db, 'rolf@desk.example')).toMatchObject({ id });
  });
});

describe('what is another’s', () => {
  test('private views and drafts are not there for anybody else, an admin included', async () => {
    const ana = await anAgent('Ana');
    const ben = await anAgent('Ben');
    const admin = await api.signIn();
    const view = { name: 'Only Ana’s' };
    const { id } = (await api.call('POST', '/api/v1/views', { as: ana.as, body: view })).body;
    const draft = `/api/v1/tickets/${(await api.aTicket()).number}/draft?mode=reply`;
    await api.call('PUT', draft, { as: ana.as, body: { text: 'not yet', cc: [] } });
    expect((await api.call('GET', draft, { as: ana.as })).body.text).toBe('not yet');

    for (const as of [ben.as, admin, api.adminKey]) {
      const one = `/api/v1/views/${id}`;
      expect((await api.call('PATCH', one, { as, body: { name: 'Taken' } })).status).toBe(404);
      expect((await api.call('DELETE', one, { as })).status).toBe(404);
      expect(JSON.stringify((await api.call('GET', '/api/v1/views', { as })).body)).not.toContain(
        id,
      );
      expect((await api.call('GET', draft, { as })).body.text).toBe('');
      expect((await api.call('GET', '/api/v1/drafts', { as })).body.items).toEqual([]);
    }
  });

  test('another name signs nobody out, another role does, and a reader leaves the teams', async () => {
    const { id, as } = await anAgent('Vera');
    const change = (body: object) => api.call('PATCH', `/api/v1/agents/${id}`, { body });
    const here = async () => (await api.call('GET', '/api/v1/session', { as })).status;
    const team = { name: 'Vera’s team', memberIds: [id] };
    const made = await api.call('POST', '/api/v1/teams', { body: team });
    await change({ name: 'Vera Vale', email: 'vera@desk.example', role: 'agent' });
    expect(await here()).toBe(200);
    await change({ role: 'read-only' });
    expect(await here()).toBe(401);
    expect((await api.call('GET', `/api/v1/teams/${made.body.id}`)).body.members).toEqual([]);
  });

  test('the last active admin stays one', async () => {
    const path = `/api/v1/agents/${api.admin.id}`;
    for (const body of [{ role: 'agent' }, { role: 'read-only' }, { active: false }]) {
      const answer = await api.call('PATCH', path, { body });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    }
  });
});

/** What was mailed last, before it leaves: with the link that is in it. */
async function lastMail(to: string): Promise<{ text: string; token: string; id: string }> {
  return eventually(async () => {
    const [mail] = await query<{ text: string; id: string }>(
      api.db,
      `SELECT id, text FROM deliveries WHERE secret AND recipients_to = $1
       ORDER BY created_at DESC LIMIT 1`,
      [[to]],
    );
    const token = /\/(?:invite|reset-password)\/([\w-]{43})$/m.exec(mail?.text ?? '')?.[1];
    return mail && token ? { ...mail, token } : null;
  });
}

const linkOf = (token: string) => `/api/v1/account-links/${token}`;
const choose = (token: string, body: object) => api.call('POST', linkOf(token), { as: null, body });

describe('an invitation', () => {
  const invite = (name: string, role = 'agent') =>
    api.call('POST', '/api/v1/agents', {
      body: { name, email: `${name.toLowerCase()}@desk.example`, role, invite: true },
    });

  test('lets its agent in once, and nobody before that', async () => {
    const agent = (await invite('Ivy', 'read-only')).body;
    expect(agent).toMatchObject({ active: false, invitedAt: expect.any(String) });
    const { token } = await lastMail('ivy@desk.example');
    const shown = await api.call('GET', linkOf(token), { as: null });
    expect(shown.body).toEqual({
      kind: 'invitation',
      agent: { name: 'Ivy', email: 'ivy@desk.example' },
    });
    const ask = { path: 'assigneeId', message: 'Ivy is not active' };
    const { number } = await api.aTicket();
    const assigned = await api.call('PATCH', `/api/v1/tickets/${number}`, {
      body: { assigneeId: agent.id },
    });
    expect(assigned.body.problems).toEqual([ask]);

    expect((await choose(token, { password: 'short' })).status).toBe(422);
    const [first, second] = await Promise.all([
      choose(token, { password, name: 'Ivy Green' }),
      choose(token, { password: 'another one' }),
    ]);
    expect([first.status, second.status].sort()).toEqual([200, 404]);
    const come = (await api.call('GET', `/api/v1/agents/${agent.id}`)).body;
    expect(come).toMatchObject({ active: true, invitedAt: null, role: 'read-only' });
    expect((await api.call('GET', linkOf(token), { as: null })).status).toBe(404);
  });

  test('goes to the new address when that changes, and the link at the old one is dead', async () => {
    const { id } = (await invite('Kim')).body;
    const { token: old } = await lastMail('kim@desk.example');
    const body = { email: 'kim.new@desk.example' };
    await api.call('PATCH', `/api/v1/agents/${id}`, { body });
    const { token } = await lastMail(body.email);
    expect((await choose(old, { password })).status).toBe(404);
    expect((await choose(token, { password })).body.agent.email).toBe(body.email);
  });

  test('that was sent again, withdrawn or is too old opens nothing', async () => {
    const { id } = (await invite('Jan')).body;
    const { token: old } = await lastMail('jan@desk.example');
    await api.call('POST', `/api/v1/agents/${id}/invitation`);
    const { token } = await eventually(async () => {
      const mail = await lastMail('jan@desk.example');
      return mail.token === old ? null : mail;
    });
    expect((await choose(old, { password })).status).toBe(404);
    expect((await api.call('GET', linkOf(token), { as: null })).status).toBe(200);
    await query(api.db, `UPDATE account_links SET expires_at = now() RETURNING 1`);
    expect((await choose(token, { password })).status).toBe(404);
    expect((await api.call('DELETE', `/api/v1/agents/${id}`)).status).toBe(204);
    const gone = await api.call('POST', `/api/v1/agents/${id}/invitation`);
    expect(gone.status).toBe(404);
    const here = await api.call('POST', `/api/v1/agents/${api.admin.id}/invitation`);
    expect(here).toMatchObject({ status: 422, body: { code: 'not-invited' } });
  });
});

describe('a forgotten password', () => {
  const forget = (email: string) =>
    api.call('POST', '/api/v1/password-resets', { as: null, body: { email } });

  test('is replaced by a link, which signs out everywhere and works once', async () => {
    const { as } = await anAgent('Olga');
    const [known, unknown] = [await forget('OLGA@desk.example'), await forget('no@desk.example')];
    expect([known.status, unknown.status]).toEqual([204, 204]);
    expect(known.body).toEqual(unknown.body);
    const { token, id } = await lastMail('olga@desk.example');
    expect((await api.call('GET', '/api/v1/session', { as })).status).toBe(200);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    const other = { as: null, body: { password }, headers };
    expect((await api.call('POST', linkOf(token), other)).status).toBe(403);

    const set = await choose(token, { password: 'an entirely new one' });
    expect(set.body.agent.name).toBe('Olga');
    expect((await api.call('GET', '/api/v1/session', { as })).status).toBe(401);
    expect(await api.signIn('olga@desk.example', 'an entirely new one')).toBeTruthy();
    expect((await choose(token, { password })).status).toBe(404);

    // The token is kept by its hash only, and the mail's text until it has been sent.
    await finishDelivery(api.db, id, { state: 'sent', reason: null });
    const rows = await query(
      api.db,
      `SELECT row_to_json(d)::text AS row FROM deliveries d WHERE id = $1
       UNION ALL SELECT row_to_json(l)::text FROM account_links l`,
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('fills nobody’s mailbox, and is nothing for who is not active', async () => {
    const { id } = await anAgent('Paul');
    for (let times = 0; times < 5; times += 1) await forget('paul@desk.example');
    await forget('ivy@desk.example');
    const sent = () =>
      query<{ n: number }>(
        api.db,
        `SELECT count(*)::int AS n FROM deliveries WHERE recipients_to = '{paul@desk.example}'`,
      );
    await eventually(async () => (await sent())[0]!.n >= 3);
    expect((await sent())[0]!.n).toBe(3);
    const { token } = await lastMail('paul@desk.example');
    await api.call('PATCH', `/api/v1/agents/${id}`, { body: { active: false } });
    expect((await choose(token, { password })).status).toBe(404);
  });

  test('cannot be asked for without end from one place', async () => {
    const fresh = await anApi();
    try {
      const ask = { as: null, body: { email: 'nobody@desk.example' } };
      const statuses: number[] = [];
      for (let times = 0; times < 11; times += 1) {
        statuses.push((await fresh.call('POST', '/api/v1/password-resets', ask)).status);
      }
      expect(statuses).toEqual([...Array(10).fill(204), 429]);
    } finally {
      await fresh.stop();
    }
  });

  test('its mail is readable in the local catcher for admins only', async () => {
    const { token, id } = await lastMail('paul@desk.example');
    const delivery = (await findDelivery(api.db, id))!;
    await storeCaughtMail(api.db, {
      from: 'support@desk.example',
      to: delivery.to,
      cc: [],
      subject: delivery.subject,
      messageId: delivery.rfcMessageId,
      inReplyTo: null,
      references: [],
      text: delivery.text,
      html: delivery.html,
      raw: Buffer.from(delivery.text),
    });
    const list = await api.call('GET', '/api/v1/outbox');
    const caught = list.body.items[0];
    expect(caught).toMatchObject({ secret: true, text: expect.stringContaining(token) });
    for (const path of ['/api/v1/outbox', `/api/v1/outbox/${caught.id}`]) {
      const { status, body } = await api.call('GET', path, { as: api.agentKey });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(token);
      expect(JSON.stringify(body)).toContain('Only administrators see its text');
    }
    const answered = await api.call('POST', `/api/v1/outbox/${caught.id}/reply`, {
      body: { text: 'x' },
    });
    expect(answered.body.code).toBe('mail-holds-a-link');
  });
});

describe('one’s own account', () => {
  const account = '/api/v1/account';

  test('shows one’s sessions, and ends one, or all but this one', async () => {
    const { as } = await anAgent('Quin');
    const other = await anAgent('Rudi');
    const again = () => api.signIn('quin@desk.example', password);
    const [second, third] = [await again(), await again()];
    const list = async (who: string) =>
      (await api.call('GET', `${account}/sessions`, { as: who })).body.items as {
        id: string;
        current: boolean;
      }[];
    expect(await list(as)).toHaveLength(3);
    const idOf = async (who: string) => (await list(who)).find(({ current }) => current)!.id;

    const path = `${account}/sessions/${await idOf(second)}`;
    expect((await api.call('DELETE', path, { as: other.as })).status).toBe(404);
    expect((await api.call('DELETE', path, { as })).status).toBe(204);
    expect(
      (await api.call('GET', account.replace('account', 'session'), { as: second })).status,
    ).toBe(401);
    expect((await api.call('DELETE', `${account}/sessions`, { as: third })).status).toBe(204);
    expect((await api.call('GET', '/api/v1/session', { as })).status).toBe(401);
    expect(await list(third)).toMatchObject([{ current: true }]);
    expect(await list(other.as)).toHaveLength(1);
    const key = await api.call('GET', `${account}/sessions`, { as: api.agentKey });
    expect(key).toMatchObject({ status: 422, body: { code: 'no-account' } });
  });

  test('changes the name and, by the current one, the password, which ends the other sessions', async () => {
    const { as, id } = await anAgent('Sara');
    const elsewhere = await api.signIn('sara@desk.example', password);
    await api.call('PATCH', account, { as, body: { name: 'Sara Sand' } });
    expect((await api.call('GET', `/api/v1/agents/${id}`)).body.name).toBe('Sara Sand');
    const body = { current: 'a wrong one', password: 'my next password' };
    const wrong = await api.call('POST', `${account}/password`, { as, body });
    expect(wrong.body.problems).toEqual([
      { path: 'current', message: 'this is not your current password' },
    ]);
    const right = { as, body: { ...body, current: password } };
    expect((await api.call('POST', `${account}/password`, right)).status).toBe(204);
    expect((await api.call('GET', '/api/v1/session', { as })).status).toBe(200);
    expect((await api.call('GET', '/api/v1/session', { as: elsewhere })).status).toBe(401);
  });

  test('says that one is away, and that ends by itself at its time', async () => {
    const { as, id } = await anAgent('Tomas');
    const of = async () => (await api.call('GET', `/api/v1/agents/${id}`)).body.away;
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const put = (body: object) => api.call('PUT', `${account}/away`, { as, body });
    await put({ until, note: 'In the mountains' });
    expect(await of()).toMatchObject({ until, note: 'In the mountains' });
    await query(api.db, `UPDATE agents SET away_until = now() WHERE id = $1 RETURNING 1`, [id]);
    expect(await of()).toBeNull();
    const past = await put({ until: '2020-01-01T00:00:00Z' });
    expect(past.body.problems).toEqual([{ path: 'until', message: 'this must be in the future' }]);
    await put({});
    expect(await of()).toMatchObject({ until: null, note: null });
    await api.call('DELETE', `${account}/away`, { as });
    expect(await of()).toBeNull();
  });
});
