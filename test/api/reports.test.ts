import { query } from '../../db/database';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

async function overview(search: string) {
  return api.call('GET', `/api/v1/reports/overview?${search}`);
}

const week = 'from=2026-03-02&to=2026-03-08';

test('an empty desk has a row for each day, and no response time', async () => {
  const { status, body } = await overview(week);

  expect(status).toBe(200);
  expect(body.perDay).toHaveLength(7);
  expect(body).toMatchObject({
    created: 0,
    resolved: 0,
    open: 0,
    timeZone: 'UTC',
    firstResponse: { answered: 0, medianSeconds: null, p90Seconds: null },
    agents: [{ name: expect.any(String), open: 0, replies: 0, medianFirstResponseSeconds: null }],
    teams: [],
  });
});

test.each([
  ['from=2026-03-02', 'to'],
  ['from=2026-03-02&to=2026-03-01', 'to'],
  ['from=2025-03-02&to=2026-03-08', 'to'],
  ['from=2026-02-30&to=2026-03-08', 'from'],
  ['from=0000-01-01&to=0000-01-02', 'from'],
  [`${week}&timeZone=Nowhere/Land`, 'timeZone'],
  [`${week}&timeZone=%2B01:00`, 'timeZone'],
])('%s is refused at %s', async (search, path) => {
  const { status, body } = await overview(search);

  expect([status, body.problems[0].path]).toEqual([422, path]);
});

describe('a small desk', () => {
  let ana: { id: string; cookie: string };
  let ben: { id: string; cookie: string };
  let billing: string;
  let quiet: string;

  beforeAll(async () => {
    ana = await anAgent('Ana');
    ben = await anAgent('Ben');
    billing = await aTeam('Billing');
    quiet = await aTeam('Quiet');
    // Answered after one hour by Ana, who resolves it; reopened and closed by Ben next day.
    const first = await aTicketAt('2026-03-02T10:00:00Z', {
      priority: 'urgent',
      teamId: billing,
    });
    await doAt(first, '2026-03-02T11:00:00Z', ana, 'reply');
    await doAt(first, '2026-03-02T12:00:00Z', ana, 'resolved');
    await doAt(first, '2026-03-03T09:00:00Z', ben, 'open');
    await doAt(first, '2026-03-03T10:00:00Z', ben, 'resolved');
    await doAt(first, '2026-03-03T11:00:00Z', ben, 'closed');
    // A note is no answer; Ben's reply after three hours is, and Ana's after it is not the first.
    const second = await aTicketAt('2026-03-04T23:30:00Z', { assigneeId: ana.id });
    await doAt(second, '2026-03-04T23:40:00Z', ana, 'note');
    await doAt(second, '2026-03-05T02:30:00Z', ben, 'reply');
    await doAt(second, '2026-03-05T03:00:00Z', ana, 'reply');
    // Nobody answered, nobody has it.
    await aTicketAt('2026-03-06T12:00:00Z', { priority: 'low', teamId: billing });
    // Outside of the week.
    await aTicketAt('2026-03-09T00:30:00Z', { teamId: billing });
  });

  test('each day says what came and what was resolved, each resolution once', async () => {
    const { body } = await overview(week);
    const days = body.perDay.map((one: { day: string; created: number; resolved: number }) => [
      one.day.slice(8),
      one.created,
      one.resolved,
    ]);

    expect(days).toEqual([
      ['02', 1, 1],
      ['03', 0, 1],
      ['04', 1, 0],
      ['05', 0, 0],
      ['06', 1, 0],
      ['07', 0, 0],
      ['08', 0, 0],
    ]);
    expect([body.created, body.resolved]).toEqual([3, 2]);
  });

  test('a day is the reader’s day', async () => {
    const { body } = await overview(`${week}&timeZone=Europe/Berlin`);
    const created = Object.fromEntries(
      body.perDay.map((one: { day: string; created: number }) => [one.day, one.created]),
    );

    expect(created).toMatchObject({ '2026-03-04': 0, '2026-03-05': 1 });
    const western = await overview(`${week}&timeZone=America/New_York`);
    expect(western.body.created).toBe(4);
  });

  test('the first response is the first reply of an agent', async () => {
    const { body } = await overview(week);

    expect(body.firstResponse).toEqual({
      answered: 2,
      medianSeconds: 2 * 3_600,
      p90Seconds: 2.8 * 3_600,
    });
  });

  test('open tickets by age, by priority, and how many nobody has', async () => {
    const { body } = await overview(week);
    const byAge = (await overview(week)).body.openByAge;

    expect([body.open, body.unassigned]).toEqual([3, 2]);
    expect(byAge).toEqual([
      { age: 'day', count: 0 },
      { age: 'three-days', count: 0 },
      { age: 'week', count: 0 },
      { age: 'month', count: 0 },
      { age: 'older', count: 3 },
    ]);
    expect(body.openByPriority).toEqual([
      { priority: 'low', count: 1 },
      { priority: 'medium', count: 2 },
      { priority: 'high', count: 0 },
      { priority: 'urgent', count: 0 },
    ]);
  });

  test('per agent: what they have, resolved and wrote, and how soon they were first', async () => {
    const { agents } = (await overview(week)).body;

    expect(agents).toEqual(
      expect.arrayContaining([
        {
          id: ana.id,
          name: 'Ana',
          open: 1,
          resolved: 1,
          replies: 2,
          medianFirstResponseSeconds: 3_600,
          rated: 0,
          satisfied: 0,
        },
        {
          id: ben.id,
          name: 'Ben',
          open: 0,
          resolved: 1,
          replies: 1,
          medianFirstResponseSeconds: 3 * 3_600,
          rated: 0,
          satisfied: 0,
        },
      ]),
    );
  });

  test('per team: what came for it, what it has and resolved, and how soon it answered', async () => {
    const { teams } = (await overview(week)).body;

    expect(teams).toEqual([
      {
        id: billing,
        name: 'Billing',
        created: 2,
        open: 2,
        resolved: 2,
        medianFirstResponseSeconds: 3_600,
      },
      {
        id: quiet,
        name: 'Quiet',
        created: 0,
        open: 0,
        resolved: 0,
        medianFirstResponseSeconds: null,
      },
    ]);
  });
});

test('what a reply resolved before it was taken back was not resolved', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const resolved = async () => (await overview(`from=${today}&to=${today}`)).body.resolved;
  const before = await resolved();
  const { number } = await api.aTicket();
  const reply = { kind: 'reply', text: 'Done.', setStatus: 'resolved', sendAfterSeconds: 10 };
  const { body } = await api.call('POST', `/api/v1/tickets/${number}/messages`, { body: reply });
  expect(await resolved()).toBe(before + 1);

  await api.call('POST', `/api/v1/messages/${body.id}/withdraw`);

  expect(await resolved()).toBe(before);
});

async function anAgent(name: string): Promise<{ id: string; cookie: string }> {
  const email = `${name.toLowerCase()}@desk.example`;
  const password = 'a good long password';
  const { body } = await api.call('POST', '/api/v1/agents', {
    body: { name, email, password, role: 'agent' },
  });
  return { id: body.id, cookie: await api.signIn(email, password) };
}

async function aTeam(name: string): Promise<string> {
  return (await api.call('POST', '/api/v1/teams', { body: { name } })).body.id;
}

async function aTicketAt(at: string, fields: object): Promise<number> {
  const { number } = await api.aTicket(fields);
  await query(api.db, 'UPDATE tickets SET created_at = $2 WHERE number = $1', [number, at]);
  await query(api.db, 'UPDATE ticket_events SET at = $2 WHERE ticket = $1', [number, at]);
  return number;
}

/** Does it by the API, then says when it was. */
async function doAt(
  number: number,
  at: string,
  by: { cookie: string },
  what: 'reply' | 'note' | 'open' | 'resolved' | 'closed',
): Promise<void> {
  const path = `/api/v1/tickets/${number}`;
  const isMessage = what === 'reply' || what === 'note';
  const { status } = await (isMessage
    ? api.call('POST', `${path}/messages`, { as: by.cookie, body: { kind: what, text: 'Hello' } })
    : api.call('PATCH', path, { as: by.cookie, body: { status: what } }));
  expect(status).toBeLessThan(300);
  await query(
    api.db,
    `UPDATE ticket_events SET at = $2
     WHERE ticket = $1 AND seq = (SELECT max(seq) FROM ticket_events WHERE ticket = $1)`,
    [number, at],
  );
}
