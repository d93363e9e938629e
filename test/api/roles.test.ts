import { findAgentByEmail } from '../../db/requester-store';
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

  test('the last active admin stays one', async () => {
    const path = `/api/v1/agents/${api.admin.id}`;
    for (const body of [{ role: 'agent' }, { role: 'read-only' }, { active: false }]) {
      const answer = await api.call('PATCH', path, { body });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    }
  });
});
