import { findThreadPeople } from '../../db/mail-thread-store';
import { query } from '../../db/database';
import { readInstallation } from '../../db/installation';
import { customerToken } from '../../domain/ticket/customer-link';
import { tagKey } from '../../mail/tag-key';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi({ publicUrl: 'https://desk.example' })));
afterAll(() => api.stop());

const merge = (number: number, into: number, key?: string) =>
  api.call('POST', `/api/v1/tickets/${number}/merge`, { body: { into }, ...(key && { key }) });
const unmerge = (number: number) => api.call('POST', `/api/v1/tickets/${number}/unmerge`);
const read = async (number: number, include = 'messages,events,relations') =>
  (await api.call('GET', `/api/v1/tickets/${number}?include=${include}`)).body;
const note = (number: number, text: string) =>
  api.call('POST', `/api/v1/tickets/${number}/messages`, { body: { kind: 'note', text } });
const reply = (number: number, text: string) =>
  api.call('POST', `/api/v1/tickets/${number}/messages`, { body: { kind: 'reply', text } });
const textsOf = (body: { messages: { items: { text: string }[] } }) =>
  body.messages.items.map(({ text }) => text);

const ana = { email: 'ana@merge.example', name: 'Ana' };
const bob = { email: 'bob@merge.example', name: 'Bob' };
const two = async (of = ana, into = ana): Promise<[number, number]> => {
  const source = await api.aTicket({ requester: of, description: 'First', tags: ['vip', 'late'] });
  const target = await api.aTicket({ requester: into, description: 'Second', tags: ['vip'] });
  return [source.number, target.number];
};
const pageOf = async (ticket: number) => {
  const { requester } = (await findThreadPeople(api.db, ticket))!;
  const page = { ticket, address: requester.email };
  const token = customerToken(page, Date.now(), tagKey(await readInstallation(api.db)));
  const path = `/api/v1/customer-tickets/${token}`;
  return {
    get: () => api.call('GET', path, { as: null }),
    answer: (text: string) => api.call('POST', `${path}/messages`, { as: null, body: { text } }),
  };
};

describe('merging', () => {
  test('closes the one and shows its messages in the other, in the order of time; unmerging puts all back and keeps what came since', async () => {
    const [source, target] = await two();
    await note(source, 'Third');
    await api.call('PATCH', `/api/v1/tickets/${source}`, { body: { status: 'in_progress' } });
    const before = await read(source);

    const { body } = await merge(source, target);
    expect(body).toMatchObject({
      ticket: { number: source, status: 'closed', mergedInto: target },
      into: { number: target, status: 'open', mergedFrom: [source], tags: ['vip', 'late'] },
    });
    const merged = await read(target);
    expect(textsOf(merged)).toEqual(['First', 'Second', 'Third']);
    expect(merged.messages.items.map((one: { fromTicket?: number }) => one.fromTicket)).toEqual([
      source,
      undefined,
      source,
    ]);
    expect(merged.relations).toEqual([
      expect.objectContaining({
        kind: 'merged_from',
        ticket: expect.objectContaining({ number: source }),
      }),
    ]);
    await note(target, 'Fourth');

    expect((await unmerge(source)).status).toBe(200);
    const after = await read(source);
    expect(after).toMatchObject({ status: 'in_progress', mergedInto: null, tags: before.tags });
    expect(after.messages).toEqual(before.messages);
    const goingOn = await read(target);
    expect(textsOf(goingOn)).toEqual(['Second', 'Fourth']);
    expect(goingOn).toMatchObject({ mergedFrom: [], tags: ['vip'] });
    const types = (one: { events: { items: { type: string }[] } }) =>
      one.events.items.map(({ type }) => type).filter((type) => /merge/.test(type));
    expect([types(after), types(goingOn)]).toEqual([
      ['ticket.merged', 'ticket.unmerged'],
      ['ticket.merge_added', 'ticket.merge_removed'],
    ]);
  });

  test('asked again with one key is done once, and a merged ticket takes no change', async () => {
    const [source, target] = await two();
    const first = await merge(source, target, 'merge-once');
    const again = await merge(source, target, 'merge-once');
    expect(again.body).toEqual(first.body);

    const refused = [
      await note(source, 'Too late'),
      await reply(source, 'Too late'),
      await api.call('PATCH', `/api/v1/tickets/${source}`, { body: { status: 'open' } }),
      await merge(source, target),
    ];
    for (const { status, body } of refused) {
      expect([status, body.code]).toEqual([409, 'ticket-merged']);
    }
  });

  test('into a ticket that was merged goes to the one that goes on, and never in a circle', async () => {
    const [a, b] = await two();
    const [c, d] = await two();
    await merge(b, c);
    expect((await merge(a, b)).body.into.number).toBe(c);
    expect((await merge(c, a)).body.code).toBe('ticket-is-the-same');
    expect((await merge(c, d)).body.into.number).toBe(d);
    expect(textsOf(await read(d))).toHaveLength(4);

    await unmerge(c);
    expect(textsOf(await read(d))).toEqual(['Second']);
    expect(textsOf(await read(c))).toHaveLength(3);
  });

  test('two at once that want the same tickets never wait for each other for ever', async () => {
    const [a, b] = await two();
    const [c, d] = await two();
    const answers = await Promise.all([
      merge(a, b),
      merge(b, a),
      merge(c, d),
      merge(d, c),
      merge(a, c),
      merge(c, a),
    ]);
    expect(answers.every(({ status }) => status === 200 || status === 409 || status === 422)).toBe(
      true,
    );
    const rows = await query<{ number: number; into: number | null; back: boolean }>(
      api.db,
      `SELECT t.number, t.merged_into AS into, o.merged_from @> ARRAY[t.number] AS back
       FROM tickets t JOIN tickets o ON o.number = t.merged_into WHERE t.number = ANY($1)`,
      [[a, b, c, d]],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ back }) => back)).toBe(true);
    const roots = await query(
      api.db,
      'SELECT 1 FROM tickets WHERE number = ANY($1) AND merged_into IS NULL',
      [[a, b, c, d]],
    );
    expect(roots.length).toBe(4 - rows.length);
  });

  test('stores nothing when one side refuses', async () => {
    const [source, target] = await two();
    await api.call('PATCH', `/api/v1/tickets/${target}`, { body: { status: 'closed' } });
    const before = await read(source);
    expect((await merge(source, target)).body.code).toBe('ticket-closed');
    expect((await merge(source, 999_999)).status).toBe(404);
    expect((await unmerge(source)).body.code).toBe('ticket-not-merged');
    expect(await read(source)).toEqual(before);
  });
});

describe('the customer of a merged ticket', () => {
  const deliver = () => query(api.db, `UPDATE deliveries SET state = 'sent' RETURNING id`);

  test('sees on the page of the merged ticket the one that goes on, when it is theirs too, and answers there', async () => {
    const [source, target] = await two();
    await reply(source, 'Said before');
    await note(source, 'NOTE-SECRET');
    await merge(source, target);
    await reply(target, 'Said since');
    await deliver();

    const page = await pageOf(source);
    const { body } = await page.get();
    expect(body).toMatchObject({ number: target, goesOnElsewhere: false });
    expect(textsOf({ messages: { items: body.messages } })).toEqual(['Said before', 'Said since']);
    expect((await page.answer('Thank you')).status).toBe(201);
    expect(textsOf(await read(target)).at(-1)).toBe('Thank you');
  });

  test('never sees another customer’s ticket, nor does that one see theirs', async () => {
    const [anas, bobs] = await two(ana, bob);
    await reply(anas, 'ONLY-ANA');
    await note(anas, 'NOTE-SECRET');
    await reply(bobs, 'ONLY-BOB');
    await merge(anas, bobs);
    await deliver();

    const page = await pageOf(anas);
    const { body } = await page.get();
    expect(body).toMatchObject({ number: anas, goesOnElsewhere: true });
    expect(JSON.stringify(body)).toContain('ONLY-ANA');
    expect(JSON.stringify(body)).not.toMatch(/ONLY-BOB|SECRET/);
    expect((await page.answer('Hello?')).body.code).toBe('ticket-merged');

    const other = JSON.stringify((await (await pageOf(bobs)).get()).body);
    expect(other).toContain('ONLY-BOB');
    expect(other).not.toMatch(/ONLY-ANA|SECRET/);
  });

  test('writes on for themselves only, also what comes in after the merge and stays after its undoing', async () => {
    const [anas, bobs] = await two(ana, bob);
    await merge(anas, bobs);
    const author = { type: 'customer', id: 'ana', ...ana };
    await query(
      api.db,
      `INSERT INTO messages (id, ticket, kind, direction, author, text, created_at)
       VALUES (gen_random_uuid(), $1, 'customer', 'in', $2, 'SINCE-ANA', now()) RETURNING id`,
      [bobs, JSON.stringify(author)],
    );
    await (await pageOf(bobs)).answer('Bob himself');
    const seen = async () => JSON.stringify((await (await pageOf(bobs)).get()).body);

    expect(textsOf(await read(bobs))).toContain('SINCE-ANA');
    expect(await seen()).toContain('Bob himself');
    expect(await seen()).not.toContain('SINCE-ANA');
    await unmerge(anas);
    expect(await seen()).not.toContain('SINCE-ANA');
    await reply(bobs, 'For Bob');
    const mails = await query(api.db, `SELECT text, html FROM deliveries WHERE ticket = $1`, [
      bobs,
    ]);
    expect(JSON.stringify(mails)).toContain('Bob himself');
    expect(JSON.stringify(mails)).not.toContain('SINCE-ANA');
  });

  test('is never quoted in a mail to another one', async () => {
    const [anas, bobs] = await two(ana, bob);
    const page = await pageOf(anas);
    await page.answer('ONLY-ANA');
    await merge(anas, bobs);
    await reply(bobs, 'For Bob');
    const mails = await query<{ text: string; html: string }>(
      api.db,
      `SELECT text, html FROM deliveries WHERE ticket = $1`,
      [bobs],
    );
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toContain('ONLY-ANA');
  });
});
