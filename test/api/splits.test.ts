import { query } from '../../db/database';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

interface Shown {
  id: string;
  kind: string;
  text: string;
}
const say = async (number: number, kind: 'note' | 'reply', text: string, cc?: string[]) =>
  (
    await api.call('POST', `/api/v1/tickets/${number}/messages`, {
      body: { kind, text, ...(cc && { cc }) },
    })
  ).body as Shown;
const split = (number: number, body: object, key?: string) =>
  api.call('POST', `/api/v1/tickets/${number}/split`, { body, ...(key && { key }) });
const read = async (number: number) =>
  (await api.call('GET', `/api/v1/tickets/${number}?include=messages,events,relations`)).body;
const shown = (body: { messages: { items: Shown[] } }) =>
  body.messages.items.map(({ kind, text }) => [kind, text]);
/** As a customer's mail would be stored. */
const wrote = async (number: number, text: string, email: string): Promise<string> => {
  const [row] = await query<{ id: string }>(
    api.db,
    `INSERT INTO messages (id, ticket, kind, direction, author, text, created_at)
     VALUES (gen_random_uuid(), $1, 'customer', 'in', $2, $3, now()) RETURNING id`,
    [number, JSON.stringify({ type: 'customer', id: 'x', name: email, email }), text],
  );
  return row!.id;
};
const deliver = () => query(api.db, `UPDATE deliveries SET state = 'sent' RETURNING id`);

test('messages move to a new ticket of the same customer, priority and team; notes stay notes, both histories and links tell of it', async () => {
  const team = (await api.call('POST', '/api/v1/teams', { body: { name: 'Splitters' } })).body;
  const ticket = await api.aTicket({ description: 'Hello', priority: 'high', teamId: team.id });
  const { number } = ticket;
  await say(number, 'note', 'Stays');
  const second = await wrote(number, 'And a second thing', ticket.requester.email);
  const note = await say(number, 'note', 'About the second');
  await say(number, 'reply', 'Answer to the first');

  const messageIds = [second, note.id];
  const { status, body } = await split(number, { title: 'Second thing', messageIds }, 'split-once');

  expect(status).toBe(201);
  expect(body).toMatchObject({
    title: 'Second thing',
    description: 'And a second thing',
    status: 'open',
    priority: 'high',
    team: { id: team.id },
    requester: { email: ticket.requester.email },
  });
  const [made, left] = [await read(body.number), await read(number)];
  expect(shown(made)).toEqual([
    ['customer', 'And a second thing'],
    ['note', 'About the second'],
  ]);
  expect(shown(left)).toEqual([
    ['description', 'Hello'],
    ['note', 'Stays'],
    ['reply', 'Answer to the first'],
  ]);
  expect([made.links, left.links]).toEqual([
    [{ kind: 'split_from', number }],
    [{ kind: 'split_into', number: body.number }],
  ]);
  expect(left.events.items.at(-1)).toMatchObject({ type: 'ticket.links_changed' });

  const again = await split(number, { title: 'Second thing', messageIds }, 'split-once');
  expect([again.status, again.body]).toEqual([201, body]);
  expect(shown(await read(number))).toHaveLength(3);
  const found = await api.call('GET', '/api/v1/search?q=second+thing');
  expect(found.body.items.map((one: { ticket: { number: number } }) => one.ticket.number)).toEqual([
    body.number,
  ]);
});

test('the opening, another ticket’s messages and replies on their way stay; then nothing is stored', async () => {
  const { number } = await api.aTicket({ description: 'Opening' });
  const other = await api.aTicket();
  const foreign = await say(other.number, 'note', 'Foreign');
  const reply = await say(number, 'reply', 'On its way');
  const before = await read(number);
  const opening = before.messages.items[0].id;

  for (const id of [opening, foreign.id, reply.id]) {
    const { status, body } = await split(number, { title: 'Split', messageIds: [id] });
    expect([status, body.code, body.problems[0].path]).toEqual([
      409,
      'messages-stay',
      'messageIds.0',
    ]);
  }
  expect(await read(number)).toEqual(before);

  await deliver();
  const note = await say(number, 'note', 'A note');
  await api.call('POST', `/api/v1/tickets/${number}/merge`, { body: { into: other.number } });
  const merged = await split(number, { title: 'Split', messageIds: [note.id] });
  expect(merged.body.code).toBe('ticket-merged');
});

test('what is another customer’s alone becomes their ticket; else it stays with the first one', async () => {
  const ticket = await api.aTicket();
  const { number } = ticket;
  const bobs = 'bob@split.example';
  const question = await wrote(number, 'Bob asks', bobs);
  const toBoth = await say(number, 'reply', 'For both', [bobs]);
  const toFirst = await say(number, 'reply', 'Not for Bob');
  const more = await wrote(number, 'Bob asks more', bobs);
  await deliver();

  const mixed = await split(number, { title: 'Mixed', messageIds: [more, toFirst.id] });
  expect(mixed.body.requester.email).toBe(ticket.requester.email);
  const own = await split(number, { title: 'Bob’s', messageIds: [question, toBoth.id] });
  expect(own.body.requester.email).toBe(bobs);
});
