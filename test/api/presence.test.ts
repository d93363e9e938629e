import { randomUUID } from 'node:crypto';
import { inTransaction, query } from '../../db/database';
import { notePresence } from '../../db/presence-store';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
let nora: string;
let ana: string;
beforeAll(async () => {
  api = await anApi();
  const ana0 = { email: 'ana@desk.example', password: 'a good long password' };
  await api.call('POST', '/api/v1/agents', { body: { ...ana0, name: 'Ana', role: 'agent' } });
  [nora, ana] = [await api.signIn(), await api.signIn(ana0.email, ana0.password)];
});
afterAll(() => api.stop());

const tell = (as: string, number: number, page: string, doing = 'viewing') =>
  api.call('PUT', `/api/v1/tickets/${number}/presence`, { as, body: { page, doing } });

test('each hears of the others only, with the most that they do on any of their pages', async () => {
  const { number } = await api.aTicket();
  const [one, two] = [randomUUID(), randomUUID()];
  expect((await tell(ana, number, one)).body.items).toEqual([]);
  await tell(ana, number, two, 'replying');

  const { body } = await tell(nora, number, randomUUID());
  expect(body.items).toMatchObject([{ name: 'Ana', doing: 'replying' }]);

  // Nobody ends another's page.
  const path = (page: string) => `/api/v1/tickets/${number}/presence?page=${page}`;
  expect((await api.call('DELETE', path(two), { as: nora })).status).toBe(204);
  expect((await tell(nora, number, randomUUID())).body.items).toHaveLength(1);
  await api.call('DELETE', path(two), { as: ana });
  const left = await tell(nora, number, randomUUID());
  expect(left.body.items).toMatchObject([{ name: 'Ana', doing: 'viewing' }]);
});

test('an API key is nobody, and a ticket that there is not has nobody', async () => {
  const { number } = await api.aTicket();
  const body = { page: randomUUID(), doing: 'viewing' };

  const key = await api.call('PUT', `/api/v1/tickets/${number}/presence`, { body });
  expect(key.status).toBe(422);
  expect((await tell(nora, 999_999, randomUUID())).status).toBe(404);
});

test('pages that come back at the same moment, long unseen, do not wait for each other', async () => {
  const { number: ticket } = await api.aTicket();
  const note = (page: string) =>
    notePresence(api.db, { ticket, page, agentId: api.admin.id, doing: 'viewing' });
  const pages = async () => {
    const sql = 'SELECT page FROM presence WHERE ticket = $1';
    return (await query<{ page: string }>(api.db, sql, [ticket])).map(({ page }) => page);
  };
  const [one, two] = [randomUUID(), randomUUID()];
  await note(one);
  await query(api.db, `UPDATE presence SET seen_at = now() - interval '1 day'`);

  await inTransaction(api.db, async (transaction) => {
    // The other page as it comes back.
    const sql = 'SELECT 1 FROM presence WHERE ticket = $1 AND page = $2 FOR UPDATE';
    await query(api.db, sql, [ticket, one], transaction);
    await note(two);
  });

  expect((await pages()).sort()).toEqual([one, two].sort());
  await note(two);
  expect(await pages()).toEqual([two]);
});
