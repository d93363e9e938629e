import { query } from '../../db/database';
import { emptyBin } from '../../tickets/purge-tickets';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
beforeAll(async () => {
  api = await anApi({ binDays: 7 });
}, 60_000);
afterAll(() => api.stop());

const change = (number: number, body: object, as = api.agentKey) =>
  api.call('PATCH', `/api/v1/tickets/${number}`, { body, as });

async function numbersIn(where: string): Promise<number[]> {
  const { body } = await api.call('GET', `/api/v1/tickets?${where}`);
  return body.items.map((ticket: { number: number }) => ticket.number);
}

const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

/** As the relay notes it when the ticket's workflow and the automation were told. */
async function allWereTold(): Promise<void> {
  await query(api.db, 'UPDATE ticket_relay SET workflow_seq = version, automation_seq = version');
}

describe('the bin', () => {
  test('a binned ticket is in no list, search or report, takes no change, and comes back whole', async () => {
    const { number } = await api.aTicket({ title: 'A quetzal in the attic', tags: ['quetzal'] });
    const reported = async () =>
      (await api.call('GET', `/api/v1/reports/overview?from=${day(-1)}&to=${day(1)}`)).body.perDay;
    const before = await reported();
    const binned = await change(number, { removed: 'bin' });

    expect(binned.body).toMatchObject({ removed: 'bin', removedAt: binned.body.updatedAt });
    expect(await numbersIn('tag=quetzal')).toEqual([]);
    expect(await numbersIn('q=quetzal')).toEqual([]);
    expect(await numbersIn('removed=bin&tag=quetzal')).toEqual([number]);
    expect((await api.call('GET', '/api/v1/search?q=quetzal')).body.items).toEqual([]);
    expect(await reported()).not.toEqual(before);
    const csv = await fetch(`${api.url}/api/v1/tickets/export?tag=quetzal`, {
      headers: { Authorization: `Bearer ${api.adminKey}` },
    });
    expect(await csv.text()).not.toContain('attic');

    const refused = await change(number, { priority: 'high' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'ticket-in-bin' } });
    const note = { kind: 'note', text: 'Still here?' };
    const noted = await api.call('POST', `/api/v1/tickets/${number}/messages`, { body: note });
    expect(noted).toMatchObject({ status: 409, body: { code: 'ticket-in-bin' } });

    const restored = await change(number, { removed: null });
    expect(restored.body).toMatchObject({ removed: null, removedAt: null, tags: ['quetzal'] });
    expect(await numbersIn('q=quetzal')).toEqual([number]);
    expect(await reported()).toEqual(before);
  });

  test('only an administrator deletes for good, only what is in the bin, and nothing stays', async () => {
    const { number } = await api.aTicket({ title: 'Forget me' });
    const note = { kind: 'note', text: 'A secret' };
    await api.call('POST', `/api/v1/tickets/${number}/messages`, { body: note, key: 'secret' });
    const path = `/api/v1/tickets/${number}`;
    expect(await api.call('DELETE', path, { as: api.agentKey })).toMatchObject({ status: 403 });
    expect((await api.call('DELETE', path)).body.code).toBe('ticket-not-in-bin');
    await change(number, { removed: 'spam' });
    expect((await api.call('DELETE', path)).body.code).toBe('ticket-in-use');

    await allWereTold();
    expect(await api.call('DELETE', path)).toMatchObject({ status: 204 });
    expect(await api.call('GET', path)).toMatchObject({ status: 404 });
    for (const table of ['messages', 'ticket_events', 'search_documents', 'ticket_relay']) {
      expect(await query(api.db, `SELECT 1 FROM ${table} WHERE ticket = $1`, [number])).toEqual([]);
    }
    const again = { body: note, key: 'secret' };
    const repeated = await api.call('POST', `/api/v1/tickets/${number}/messages`, again);
    expect(repeated.body.code).toBe('ticket-not-found');
  });

  test('what has been there for its days goes by itself, with its files, those of nobody else', async () => {
    const [old, young, kept] = [
      await api.aTicket({ description: 'With a file' }),
      await api.aTicket(),
      await api.aTicket(),
    ];
    const [file] = await query<{ id: string }>(
      api.db,
      `INSERT INTO files (content, size) VALUES ('x', 1), ('y', 1) RETURNING id`,
    );
    await query(
      api.db,
      `INSERT INTO attachments (message_id, file_id, name, size, content_type)
       SELECT id, $1, 'x.txt', 1, 'text/plain' FROM messages WHERE ticket = $2`,
      [file!.id, old.number],
    );
    for (const { number } of [old, young]) await change(number, { removed: 'bin' });
    await allWereTold();
    await query(
      api.db,
      `UPDATE tickets SET removed_at = now() - interval '8 days' WHERE number = $1`,
      [old.number],
    );

    expect((await api.call('GET', '/api/v1/bin')).body).toEqual({ days: 7 });
    expect(await emptyBin(api.db, 7)).toBe(1);
    expect(await query(api.db, 'SELECT 1 FROM files WHERE id = $1', [file!.id])).toEqual([]);
    for (const [ticket, status] of [
      [old, 404],
      [young, 200],
      [kept, 200],
    ] as const) {
      expect(await api.call('GET', `/api/v1/tickets/${ticket.number}`)).toMatchObject({ status });
    }
  });
});
