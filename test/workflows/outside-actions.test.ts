import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { notificationPort } from '../../activities/ports/notification-port';
import { query } from '../../db/database';
import { listNotifications } from '../../db/notification-store';
import { readStepWork } from '../../db/flow-step-store';
import { anApi, type TestApi } from '../api/an-api';
import { aFlowDesk, leadEmail, type FlowDesk } from './flow-desk';

const secret = 'tok_9f2-very-secret';

let desk: FlowDesk;
let api: TestApi;
let shop: Shop;
let elsewhere: Shop;

beforeAll(async () => {
  [shop, elsewhere] = [await aShop(), await aShop()];
  desk = await aFlowDesk();
  api = await anApi({}, { ...desk, drop: () => Promise.resolve() });
}, 60_000);
afterAll(async () => {
  await api.stop();
  await desk.stop();
  shop.close();
  elsewhere.close();
});

interface Shop {
  url: string;
  requests: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
  close(): void;
}

/** A program with an API: it knows one order, and is away the first time that one is written. */
async function aShop(): Promise<Shop> {
  const requests: Shop['requests'] = [];
  const answers: Record<string, [number, IncomingHttpHeaders, string]> = {
    '/api/order': [200, { 'content-type': 'application/json' }, '{"item":"Loom of oak"}'],
    '/api/large': [200, {}, 'x'.repeat(300_000)],
    '/api/unknown': [401, {}, ''],
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const times = requests.filter((one) => one.method === 'PUT' && method === 'PUT').length;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      if (url === '/api/moved') {
        response.writeHead(302, { location: `${elsewhere.url}/api/order` }).end();
      } else if (method === 'PUT' && times === 0) response.writeHead(503).end();
      else {
        const [status, given, body] = answers[url] ?? [200, {}, `Hello ${headers.authorization}`];
        response.writeHead(status, given).end(body);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function aConnection(name: string, fields: object = {}) {
  const body = {
    name,
    title: `The ${name}`,
    baseUrl: `${shop.url}/api`,
    kind: 'bearer',
    secret,
    ...fields,
  };
  const answer = await api.call('POST', '/api/v1/connections', { body });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; baseUrl: string; secretSetAt: string };
}

/** Publishes a Flow of these steps for urgent tickets, makes one urgent and answers the run's steps. */
async function run(flow: string, steps: string, ticket?: number) {
  const published = await desk.publish(`
    language: 1
    flow: ${flow}
    title: The Flow ${flow}
    on: [{ event: ticket.priority_changed, when: { field: tags, contains: ${flow} } }]
    steps:${steps}
  `);
  const { number } =
    ticket === undefined ? await desk.create({ tags: [flow] }) : { number: ticket };
  await desk.change(number, { type: 'update', fields: { priority: 'urgent' } });
  const { id, status, reason } = await desk.ended((await desk.runOf(flow, number)).id);
  const history = await desk.history(id);
  return { id, flowId: published.id, number, status, reason, steps: await desk.steps(id), history };
}

describe('connections', () => {
  test('an admin adds, reads, changes, tries and removes one, and no answer has its secret', async () => {
    const { id, secretSetAt } = await aConnection('till');
    const path = `/api/v1/connections/${id}`;
    const facts = { title: 'Till', baseUrl: `${shop.url}/api/v2`, kind: 'bearer' };

    const changed = await api.call('PUT', path, { body: facts });
    const list = await api.call('GET', '/api/v1/connections');
    const tried = await api.call('POST', `${path}/test`);
    const replaced = await api.call('PUT', path, { body: { ...facts, secret: 'another' } });

    expect(changed).toMatchObject({ status: 200, body: { ...facts, secretSetAt } });
    expect(list.body.items).toEqual([changed.body]);
    expect(tried.body).toEqual({ status: 200, problem: null });
    expect(shop.requests.at(-1)).toMatchObject({
      method: 'GET',
      url: '/api/v2',
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(replaced.body.secretSetAt).not.toBe(secretSetAt);
    expect(JSON.stringify([changed, list, tried, replaced])).not.toContain(secret);
    const rows = await query(desk.db, 'SELECT * FROM connections');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect((await api.call('GET', path)).status).toBe(404);
  });

  test('a secret is not sent to another address because somebody changed it', async () => {
    const { id } = await aConnection('guarded', { baseUrl: `${shop.url}/api/v2` });
    const change = (fields: object) =>
      api.call('PUT', `/api/v1/connections/${id}`, {
        body: { title: 'Guarded', baseUrl: `${shop.url}/api/v2`, kind: 'bearer', ...fields },
      });

    for (const fields of [
      { baseUrl: `${elsewhere.url}/api/v2` },
      { baseUrl: `${shop.url}/api` },
      { kind: 'header', headerName: 'x-key' },
    ]) {
      const { status, body } = await change(fields);
      expect([status, body.problems[0].path]).toEqual([422, 'secret']);
    }
    expect((await change({ baseUrl: elsewhere.url, secret: 'new' })).status).toBe(200);
    expect((await change({ kind: 'none' })).body).toMatchObject({ secretSetAt: null });
  });

  test.each([
    [{ name: 'No Slug' }, 'name'],
    [{ baseUrl: 'ftp://a.example' }, 'baseUrl'],
    [{ baseUrl: 'https://user:word@a.example' }, 'baseUrl'],
    [{ secret: 'two\nlines' }, 'secret'],
    [{ kind: 'header', headerName: 'Host' }, 'headerName'],
  ])('%j is refused', async (fields, path) => {
    const given = { name: 'x', title: 'X', baseUrl: shop.url, kind: 'bearer', secret, ...fields };

    const { status, body } = await api.call('POST', '/api/v1/connections', { body: given });

    expect([status, body.problems.map((one: { path: string }) => one.path)]).toEqual([422, [path]]);
  });

  test('a name is taken once, and only admins come near', async () => {
    await aConnection('only');
    const body = { name: 'only', title: 'X', baseUrl: shop.url, kind: 'none' };

    expect(await api.call('POST', '/api/v1/connections', { body })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
    expect(await api.call('GET', '/api/v1/connections', { as: api.agentKey })).toMatchObject({
      status: 403,
    });
  });

  test('where private addresses may not be called, trying one says so', async () => {
    const walled = await anApi({ allowPrivateAddresses: false });
    const fields = { name: 'inside', title: 'X', baseUrl: shop.url, kind: 'none' };
    const { body } = await walled.call('POST', '/api/v1/connections', { body: fields });
    const before = shop.requests.length;

    const tried = await walled.call('POST', `/api/v1/connections/${body.id}/test`);

    expect(tried.body).toMatchObject({ status: null, problem: { code: 'private-address' } });
    expect(shop.requests).toHaveLength(before);
    await walled.stop();
  });
});

describe('http-request', () => {
  test('signs in, tries again under one key, and keeps the answer out of the history', async () => {
    const { id } = await aConnection('shop');
    const { steps, status, history, flowId } = await run(
      'order',
      `
      - { id: read, use: core.http-request@1, with: { method: GET, connection: shop, url: /order } }
      - id: write
        use: core.http-request@1
        with: { method: PUT, connection: shop, url: '/orders/{{ticket.number}}', body: { item: '{{steps.read.body.item}}' } }
        retry: { attempts: 3, firstPause: 1s }
      - { id: echo, use: core.http-request@1, with: { method: DELETE, connection: shop, url: '' } }
    `,
    );

    expect(status).toBe('completed');
    expect(steps.map(({ output }) => output)).toMatchObject([
      { status: 200, body: { item: 'Loom of oak' } },
      { status: 200 },
      { status: 200, body: 'Hello Bearer (secret)' },
    ]);
    const writes = shop.requests.filter(({ method }) => method === 'PUT');
    expect(writes).toHaveLength(2);
    expect(new Set(writes.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(writes[1]!.body).toBe('{"item":"Loom of oak"}');
    expect(writes[1]!.headers.authorization).toBe(`Bearer ${secret}`);
    expect(history).not.toContain('Loom of oak');
    expect(JSON.stringify([steps, history])).not.toContain(secret);

    const remove = () => api.call('DELETE', `/api/v1/connections/${id}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'still-in-use' } });
    await query(desk.db, 'UPDATE flows SET enabled = false WHERE id = $1', [flowId]);
    expect((await remove()).status).toBe(204);
  });

  test('nothing goes to where the secret may not go, and what is too large is not kept', async () => {
    await aConnection('narrow');
    const calls = {
      up: ['/../admin', 'outside-connection'],
      other: [`${elsewhere.url}/api/order`, 'outside-connection'],
      moved: ['/moved', 'http-refused'],
      large: ['/large', 'answer-too-large'],
      refused: ['/unknown', 'http-refused'],
    };
    const before = shop.requests.length;

    const { steps } = await run(
      'narrow',
      Object.entries(calls)
        .map(
          ([id, [url]]) => `
      - id: ${id}
        use: core.http-request@1
        with: { method: GET, connection: narrow, url: '${url}' }
        onError: continue`,
        )
        .join(''),
    );

    expect(steps.map((step) => [step.stepId, step.attempts[0]!.error!.code])).toEqual(
      Object.entries(calls).map(([id, [, code]]) => [id, code]),
    );
    expect(shop.requests.slice(before).map(({ url }) => url)).toEqual([
      '/api/moved',
      '/api/large',
      '/api/unknown',
    ]);
    expect(elsewhere.requests).toEqual([]);
  });

  test('a connection that is not there is refused when publishing, or ends the step with what to do', async () => {
    const call = (connection: string) => `
      - { id: call, use: core.http-request@1, with: { method: GET, connection: ${connection}, url: / } }
    `;

    await expect(run('missing', call('nowhere'))).rejects.toMatchObject({
      problems: [
        {
          path: 'steps.0.with.connection',
          message:
            'there is no connection "nowhere"; use the name of one, or add it (Settings → Connections)',
        },
      ],
    });
    const { steps } = await run('missing', call('{ template: "no{{ticket.priority}}" }'));

    expect(steps[0]!.attempts).toMatchObject([
      { error: { code: 'connection-not-found', message: expect.stringContaining('Settings') } },
    ]);
  });
});

test('a Flow looks tickets and people up, tells agents and writes to a team', async () => {
  const [team] = await query<{ id: string }>(
    desk.db,
    `WITH team AS (INSERT INTO teams (name) VALUES ('Weavers') RETURNING id)
     INSERT INTO team_members (team_id, agent_id) SELECT id, $1 FROM team RETURNING team_id AS id`,
    [desk.leadId],
  );
  const closed = await desk.create({ tags: ['look'], title: 'Broken shuttle' });
  const other = await desk.create({ tags: ['look'], title: 'Broken shuttle', teamId: team!.id });
  await desk.change(closed.number, { type: 'update', fields: { status: 'closed' } });
  const find = 'core.find-tickets@1';

  const { id, number, status, steps, history } = await run(
    'look',
    `
      - { id: open, use: ${find}, with: { where: { requester: same, status: [open, in_progress], tag: look } } }
      - { id: all, use: ${find}, with: { where: { requester: mia@customer.example, text: shuttle }, limit: 1 } }
      - { id: team, use: ${find}, with: { where: { team: weavers, assignee: null } } }
      - { id: old, use: ${find}, with: { where: { tag: look, olderThan: 1h } } }
      - { id: nobody, use: ${find}, with: { where: { requester: who@customer.example } } }
      - { id: email, use: core.find-person@1, with: { email: '{{requester.email}}' } }
      - { id: name, use: core.find-person@1, with: { name: mia customer } }
      - { id: nameless, use: core.find-person@1, with: { name: mia } }
      - { id: tell, use: core.notify-agents@1, with: { agents: [${leadEmail}], team: Weavers, text: 'See {{ticket.title}}' } }
      - { id: mail, use: core.send-mail@2, with: { to: { team: Weavers }, cc: [boss@example.com, ${leadEmail}], subject: Hi, text: Hi } }
    `,
  );

  expect(status).toBe('completed');
  const person = { found: true, type: 'lead', accountId: null, email: 'mia@customer.example' };
  expect(Object.fromEntries(steps.map(({ stepId, output }) => [stepId, output]))).toMatchObject({
    open: { count: 1, numbers: [other.number] },
    all: { count: 2, numbers: [other.number] },
    team: { count: 1, numbers: [other.number] },
    old: { count: 0, numbers: [] },
    nobody: { count: 0, numbers: [] },
    email: person,
    name: person,
    nameless: { found: false },
    tell: { told: 1 },
  });
  expect(history).not.toContain('mia@customer.example');
  const told = await query(desk.db, 'SELECT kind, text, ticket FROM notifications');
  expect(told).toEqual([{ kind: 'flow', text: 'See The printer is on fire', ticket: number }]);
  const mails = await query<{ subject: string; text: string }>(
    desk.db,
    `SELECT kind, recipients_to AS "to", recipients_cc AS cc, subject, text FROM deliveries
     WHERE ticket = $1 ORDER BY created_at`,
    [number],
  );
  expect(mails).toMatchObject([
    {
      kind: 'notification',
      to: [leadEmail],
      subject: `From the Flow “The Flow look”, ticket ${number}`,
      text: expect.stringContaining('See The printer is on fire'),
    },
    { kind: 'flow', to: [leadEmail], cc: ['boss@example.com'], subject: 'Hi' },
  ]);

  const work = (await readStepWork(desk.db, { runId: id, stepId: 'tell', iteration: 0 }))!;
  const deps = { db: desk.db, publicUrl: 'http://desk', log: pino({ level: 'silent' }) };
  const port = notificationPort(deps, work, 'a-key');
  const again = { agents: [leadEmail], text: 'Once', by: ['in-app', 'mail'] } as const;
  expect([await port.tell(again), await port.tell(again)]).toEqual([{ told: 1 }, { told: 1 }]);
  const counts = await query(
    desk.db,
    `SELECT (SELECT count(*)::int FROM notifications WHERE text = 'Once') AS shown,
       (SELECT count(*)::int FROM deliveries WHERE text LIKE '%Once%') AS mailed`,
  );
  expect(counts).toEqual([{ shown: 1, mailed: 1 }]);
  const page = { unreadOnly: true, limit: 10 };
  expect((await listNotifications(desk.db, desk.leadId, page)).map(({ text }) => text)).toEqual([
    'Once',
    'See The printer is on fire',
  ]);
});
