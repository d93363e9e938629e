import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const relationsOf = async (number: number): Promise<string[]> => {
  const { body } = await api.call('GET', `/api/v1/tickets/${number}/links`);
  return body.items.map(
    (one: { kind: string; ticket: { number: number } }) => `${one.kind} ${one.ticket.number}`,
  );
};
const link = (number: number, body: object, key?: string) =>
  api.call('POST', `/api/v1/tickets/${number}/links`, { body, ...(key && { key }) });
const eventsOf = async (number: number): Promise<string[]> =>
  (await api.call('GET', `/api/v1/tickets/${number}/events`)).body.items.map(
    ({ type }: { type: string }) => type,
  );

test('a link stands on both tickets, each from its side, and goes from both; histories say so', async () => {
  const [cause, effect] = [(await api.aTicket()).number, (await api.aTicket()).number];
  await api.call('PATCH', `/api/v1/tickets/${cause}`, { body: { status: 'closed' } });

  const first = await link(cause, { kind: 'causes', number: effect }, 'link-once');
  expect(first.body).toMatchObject({ links: [{ kind: 'causes', number: effect }] });
  expect((await link(cause, { kind: 'causes', number: effect }, 'link-once')).body).toEqual(
    first.body,
  );
  expect([await relationsOf(cause), await relationsOf(effect)]).toEqual([
    [`causes ${effect}`],
    [`caused_by ${cause}`],
  ]);

  await link(effect, { kind: 'related', number: cause });
  expect(await relationsOf(cause)).toEqual([`related ${effect}`]);

  const path = `/api/v1/tickets/${effect}/links/${cause}`;
  expect((await api.call('DELETE', path)).body).toMatchObject({ links: [] });
  expect([await relationsOf(cause), await relationsOf(effect)]).toEqual([[], []]);
  for (const number of [cause, effect]) {
    const changes = (await eventsOf(number)).filter((type) => type === 'ticket.links_changed');
    expect(changes).toHaveLength(3);
  }
});

test('nothing is stored when one of the two cannot be linked', async () => {
  const [one, into, merged] = [
    (await api.aTicket()).number,
    (await api.aTicket()).number,
    (await api.aTicket()).number,
  ];
  await api.call('POST', `/api/v1/tickets/${merged}/merge`, { body: { into } });
  const before = await eventsOf(one);

  expect((await link(one, { kind: 'related', number: merged })).body.code).toBe('ticket-merged');
  expect((await link(one, { kind: 'related', number: one })).body.code).toBe('ticket-is-the-same');
  expect((await link(one, { kind: 'related', number: 999_999 })).status).toBe(404);
  expect((await link(one, { kind: 'split_into', number: into })).status).toBe(422);
  expect(await eventsOf(one)).toEqual(before);
});

test('a follow-up leads to what it goes on from, and back', async () => {
  const { number, requester } = await api.aTicket();
  const body = { title: 'Again', requester: { email: requester.email }, followUpOf: number };
  const next = (await api.call('POST', '/api/v1/tickets', { body })).body;

  expect(next.followUpOf).toBe(number);
  expect([await relationsOf(number), await relationsOf(next.number)]).toEqual([
    [`followed_up_by ${next.number}`],
    [`follow_up_of ${number}`],
  ]);
  const wrong = await api.call('POST', '/api/v1/tickets', {
    body: { ...body, followUpOf: 999_999 },
  });
  expect(wrong.body.problems).toEqual([{ path: 'followUpOf', message: 'there is no such ticket' }]);
});
