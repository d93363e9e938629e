import { anApi, type TestApi } from './an-api';

let api: TestApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.stop());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const snooze = (number: number, until: unknown) =>
  api.call('PUT', `/api/v1/tickets/${number}/snooze`, { body: { until } });

async function listed(query: string): Promise<number[]> {
  const { body } = await api.call('GET', `/api/v1/tickets${query}`);
  return body.items.map((item: { number: number }) => item.number);
}

const events = async (number: number): Promise<string[]> =>
  (await api.call('GET', `/api/v1/tickets/${number}/events`)).body.items.map(
    (event: { type: string }) => event.type,
  );

test('a snoozed ticket is in the lists that ask for it only, and is back when somebody wakes it', async () => {
  const { number } = await api.aTicket();
  const until = inDays(1);

  expect(await snooze(number, until)).toMatchObject({ status: 200, body: { snoozedUntil: until } });
  expect(await listed('')).not.toContain(number);
  expect(await listed('?snoozed=yes')).toEqual([number]);
  expect(await listed('?snoozed=any')).toContain(number);

  const woken = await api.call('DELETE', `/api/v1/tickets/${number}/snooze`);
  expect(woken).toMatchObject({ status: 200, body: { snoozedUntil: null } });
  expect(await listed('')).toContain(number);
  expect(await events(number)).toEqual(['ticket.created', 'ticket.snoozed', 'ticket.woken']);
});

test.each([
  [() => inDays(-1), 'until'],
  [() => inDays(400), 'until'],
  [() => 'tomorrow', 'until'],
  [() => 5, 'until'],
])('until a moment to come, a year ahead at most (%#)', async (until, path) => {
  const { number } = await api.aTicket();

  const { status, body } = await snooze(number, until());

  expect({ status, path: body.problems?.[0]?.path }).toEqual({ status: 422, path });
});

test('what is done with is not snoozed, and resolving ends a snooze', async () => {
  const { number } = await api.aTicket();
  await snooze(number, inDays(2));
  const patch = (body: object) => api.call('PATCH', `/api/v1/tickets/${number}`, { body });

  expect((await patch({ status: 'resolved' })).body.snoozedUntil).toBeNull();
  expect((await snooze(number, inDays(2))).body.code).toBe('snooze-not-possible');
  await patch({ status: 'closed' });
  expect((await snooze(number, inDays(2))).body.code).toBe('ticket-closed');
});
