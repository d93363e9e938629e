import { randomUUID } from 'node:crypto';
import { routes } from '../../api/routes';
import { openDatabase, type Database } from '../../db/database';
import { eventually } from '../support/eventually';
import { anEmptyDatabase } from '../support/stack';
import { aCuttableWay, type CuttableWay } from './a-lost-database';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(120_000);

let api: TestApi;
let way: CuttableWay;
let cuttable: Database;
beforeAll(async () => {
  // Sequelize tells the console of each transaction that a lost connection ended.
  jest.spyOn(console, 'warn').mockReturnValue();
  const desk = await anEmptyDatabase();
  way = await aCuttableWay(desk.url);
  cuttable = openDatabase({ url: way.url });
  api = await anApi({ db: cuttable }, desk);
  await api.call('GET', '/api/v1/tickets');
});
afterAll(async () => {
  await api.stop();
  await cuttable.close();
  await way.close();
});

const needsDatabase = routes.filter((route) => route.access !== 'public');

test('while Postgres is away every route says so at once; afterwards all is there', async () => {
  const kept = await api.aTicket({ title: 'Kept' });
  const session = await api.signIn();
  await way.cut();

  for (const route of needsDatabase) {
    const path = route.path
      .replace(':number', '1')
      .replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000009');
    const options = route.method === 'get' ? {} : { body: {} };
    const answer = await api.call(route.method.toUpperCase(), path, { as: session, ...options });
    expect({ route: route.path, status: answer.status }).toEqual({
      route: route.path,
      status: 503,
    });
    expect(answer.body.code).toBe('database-away');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }

  const ready = await api.call('GET', '/readyz', { as: null });
  expect(ready).toMatchObject({ status: 503, body: { database: { reachable: false } } });
  expect((await api.call('GET', '/healthz', { as: null })).status).toBe(200);
  expect((await api.call('GET', '/metrics', { as: null })).body).toContain(
    'ticketloom_database_up 0',
  );

  await way.mend();
  await eventually(async () => (await api.call('GET', '/readyz', { as: null })).status === 200);
  expect((await api.call('GET', `/api/v1/tickets/${kept.number}`)).body).toEqual(kept);
  expect((await api.call('GET', '/api/v1/session', { as: session })).status).toBe(200);
});

test('what was confirmed while the way breaks and mends is there, once each', async () => {
  const confirmed = new Map<string, number>();
  let stop = false;
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let round = 0; !stop; round += 1) {
      const title = `Writer ${writer}, ${round}`;
      const key = randomUUID();
      const body = { title, requester: { email: `writer${writer}@customer.example` } };
      // As a good client does: the same key until an answer comes.
      while (!confirmed.has(title)) {
        const answer = await api.call('POST', '/api/v1/tickets', { body, key });
        if (answer.status === 201) confirmed.set(title, answer.body.number);
        else expect(answer.status).toBe(503);
      }
    }
  });
  try {
    for (let cut = 0; cut < 4; cut += 1) {
      const before = confirmed.size;
      await eventually(() => confirmed.size > before + 10, 60_000);
      await way.cut();
      await way.mend();
    }
  } finally {
    stop = true;
  }
  await Promise.all(writers);

  const found: Record<string, number[]> = {};
  let cursor = '';
  do {
    const { body } = await api.call(
      'GET',
      `/api/v1/tickets?q=Writer&limit=200${cursor && `&cursor=${cursor}`}`,
    );
    for (const { title, number } of body.items) (found[title] ??= []).push(number);
    cursor = body.nextCursor ?? '';
  } while (cursor);
  expect(found).toEqual(
    Object.fromEntries([...confirmed].map(([title, number]) => [title, [number]])),
  );
});
