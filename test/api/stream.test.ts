import { inTransaction, query } from '../../db/database';
import { eventually } from '../support/eventually';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

interface Received {
  id?: string;
  event: string;
  data: { number: number; version: number };
}

interface Listener {
  events: Received[];
  changes(): string[];
  lastId(): string;
  has(change: string): Promise<unknown>;
  ended: Promise<void>;
  close(): Promise<void>;
}

const changeOf = ({ data }: Received): string => `${data.number}@${data.version}`;

/** Listens as an EventSource does. */
async function listen(
  options: { lastEventId?: string; as?: string; url?: string } = {},
): Promise<Listener> {
  const { as = api.adminKey, lastEventId } = options;
  const abort = new AbortController();
  const response = await fetch(`${options.url ?? api.url}/api/v1/stream`, {
    headers: {
      ...(as.startsWith('tlk_') ? { Authorization: `Bearer ${as}` } : { Cookie: as }),
      ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}),
    },
    signal: abort.signal,
  });
  if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const events: Received[] = [];
  const ended = read(response.body!, events).catch(() => undefined);
  await eventually(() => events.some(({ event }) => event === 'ready'));
  const changed = () => events.filter(({ event }) => event === 'ticket.changed');
  return {
    events,
    ended,
    changes: () => changed().map(changeOf),
    lastId: () => events.filter(({ id }) => id).at(-1)!.id!,
    has: (change) => eventually(() => changed().some((one) => changeOf(one) === change)),
    async close() {
      abort.abort();
      await ended;
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, events: Received[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (!fields['event']) continue;
      const data = JSON.parse(fields['data']!) as Received['data'];
      events.push({ event: fields['event'], data, ...(fields['id'] ? { id: fields['id'] } : {}) });
    }
  }
}

test('each event of a ticket is told once, in order', async () => {
  const listener = await listen();
  const { number } = await api.aTicket();
  const path = `/api/v1/tickets/${number}`;
  await api.call('PATCH', path, { body: { priority: 'high', status: 'waiting' } });
  await api.call('POST', `${path}/messages`, { body: { kind: 'note', text: 'x' } });
  await listener.has(`${number}@4`);
  expect(listener.changes()).toEqual([1, 2, 3, 4].map((version) => `${number}@${version}`));
  await listener.close();
});

test('that somebody was told something is told to their own streams only', async () => {
  const body = { name: 'Uli', email: 'uli@desk.example', role: 'agent', password: 'long enough' };
  await api.call('POST', '/api/v1/agents', { body });
  const uli = await api.signIn(body.email, body.password);
  const own = await listen({ as: uli });
  const others = [await listen(), await listen({ as: await api.signIn() })];
  const changes = ({ events }: Listener) =>
    events.filter(({ event }) => event === 'notifications.changed').length;
  const { body: session } = await api.call('GET', '/api/v1/session', { as: uli });
  const tell = async () => {
    const before = changes(own);
    await query(api.db, `SELECT pg_notify('notifications', $1)`, [session.agent.id]);
    await eventually(() => changes(own) > before);
  };
  // Once this came, the listening has begun for all, with a look of its own.
  await tell();
  const before = others.map(changes);
  await tell();
  const { number } = await api.aTicket();
  await Promise.all(others.map((listener) => listener.has(`${number}@1`)));
  expect(others.map(changes)).toEqual(before);
  await Promise.all([own, ...others].map((listener) => listener.close()));
});

test('Last-Event-ID goes on where the client was', async () => {
  const first = await listen();
  const { number } = await api.aTicket();
  const path = `/api/v1/tickets/${number}`;
  await first.has(`${number}@1`);
  await first.close();
  for (const title of ['a', 'b', 'c']) await api.call('PATCH', path, { body: { title } });
  const second = await listen({ lastEventId: first.lastId() });
  await second.has(`${number}@4`);
  expect(second.changes()).toEqual([2, 3, 4].map((version) => `${number}@${version}`));
  await second.close();
});

test('the id of “ready” alone is enough to miss nothing', async () => {
  const first = await listen();
  await first.close();
  const { number } = await api.aTicket();
  const second = await listen({ lastEventId: first.lastId() });
  await second.has(`${number}@1`);
  await second.close();
});

test('an older transaction that ends late is not stepped over', async () => {
  const { number } = await api.aTicket();
  const listener = await listen();
  const other = await api.aTicket();
  await inTransaction(api.db, async (transaction) => {
    // Takes a transaction id now and stores its event last.
    await query(api.db, 'SELECT pg_current_xact_id()', [], transaction);
    await api.call('PATCH', `/api/v1/tickets/${other.number}`, { body: { title: 'meanwhile' } });
    await query(
      api.db,
      `INSERT INTO ticket_events (ticket, seq, type, at, actor, cause, changes, facts)
       SELECT ticket, 2, type, at, actor, cause, changes, facts
       FROM ticket_events WHERE ticket = $1 RETURNING seq`,
      [number],
      transaction,
    );
  });
  await listener.has(`${number}@2`);
  await listener.has(`${other.number}@2`);
  const changes = listener.changes();
  expect(new Set(changes).size).toBe(changes.length);
  await listener.close();
});

test('with many writers, clients that come and go see every event exactly once', async () => {
  const tickets = await Promise.all(Array.from({ length: 6 }, () => api.aTicket()));
  const expected = tickets.flatMap(({ number }) =>
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((v) => `${number}@${v}`),
  );
  const start = await listen();
  await start.close();

  const writing = Promise.all(
    tickets.map(async ({ number }) => {
      for (let round = 0; round < 10; round += 1) {
        await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { title: `Round ${round}` } });
      }
    }),
  );
  const seen: string[] = [];
  let lastEventId = start.lastId();
  let done = false;
  void writing.finally(() => (done = true));
  while (!done || !expected.every((change) => seen.includes(change))) {
    const client = await listen({ lastEventId });
    await eventually(
      () => client.changes().length > 0 || (done && expected.every((one) => seen.includes(one))),
    );
    await client.close();
    seen.push(...client.changes());
    lastEventId = client.lastId();
  }
  await writing;
  expect(seen.filter((change) => expected.includes(change)).sort()).toEqual([...expected].sort());
});

test('a client that comes back to another process misses nothing', async () => {
  const { db, url } = api;
  const other = await anApi({}, { db, url, drop: () => Promise.resolve() });
  const first = await listen();
  const { number } = await api.aTicket();
  await first.has(`${number}@1`);
  await first.close();
  await other.call('PATCH', `/api/v1/tickets/${number}`, { body: { title: 'there' } });
  const second = await listen({ url: other.url, lastEventId: first.lastId() });
  await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { title: 'here' } });
  await second.has(`${number}@3`);
  expect(second.changes()).toEqual([`${number}@2`, `${number}@3`]);
  await second.close();
  await other.stop();
});

test.each(['nonsense', '9000000000000000000-1-1', "1-1-1'; DROP TABLE tickets"])(
  'the id %s begins anew and says so',
  async (lastEventId) => {
    const listener = await listen({ lastEventId });
    await eventually(() => listener.events.some(({ event }) => event === 'reset'));
    await listener.close();
  },
);

test('it ends when the session ends', async () => {
  const as = await api.signIn();
  const listener = await listen({ as });
  await api.call('DELETE', '/api/v1/session', { as });
  await listener.ended;
});

test('it ends when the API key is revoked', async () => {
  const body = { name: 'Listener', role: 'agent' };
  const key = (await api.call('POST', '/api/v1/api-keys', { body })).body;
  const listener = await listen({ as: key.key });
  await api.call('DELETE', `/api/v1/api-keys/${key.id}`);
  await listener.ended;
});

test('it tells when Temporal goes away and returns', async () => {
  const listener = await listen();
  for (const reachable of [false, true]) {
    api.engine.reachable = reachable;
    api.engine.tell();
  }
  const told = await eventually(() => {
    const found = listener.events.filter(({ event }) => event === 'engine.changed');
    return found.length === 2 ? found : null;
  });
  expect(told.map(({ data }) => data)).toEqual([{ reachable: false }, { reachable: true }]);
  await listener.close();
});

test('it ends when the server stops, and the server does not wait for it', async () => {
  const other = await anApi();
  const listener = await listen({ url: other.url, as: other.adminKey });
  await other.stop();
  await listener.ended;
});
