import { randomUUID } from 'node:crypto';
import { inTransaction, query, type Transaction } from '../../db/database';
import { purgeTickets } from '../../db/purge-store';
import { submitCommand } from '../../tickets/submit-command';
import { creation } from '../support/builders';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

/** Two tickets of one customer; all rows of the later one lie before those of the earlier one. */
async function twoTickets(): Promise<{ lead: string; tickets: [number, number] }> {
  const lead = randomUUID();
  await query(desk.db, 'INSERT INTO leads (id, email) VALUES ($1, $2)', [
    lead,
    `${lead}@a.example`,
  ]);
  const numbers: number[] = [];
  for (const _ of [1, 2]) {
    const outcome = await submitCommand(
      desk.db,
      creation({ requester: { type: 'lead', id: lead } }),
    );
    if (outcome.ok) numbers.push(outcome.ticket.number);
  }
  const [first, second] = numbers as [number, number];
  const moved = `UPDATE tickets SET created_at = created_at - interval '1 s' WHERE number = $1`;
  await query(desk.db, moved, [first]);
  for (const number of [second, first]) {
    await query(
      desk.db,
      `INSERT INTO messages (id, ticket, kind, direction, author, text, created_at)
       VALUES ($1, $2, 'note', 'internal', '{}', 'Hello', now())`,
      [randomUUID(), number],
    );
  }
  return { lead, tickets: [first, second] };
}

const someoneWaits = () =>
  eventually(async () => {
    const sql = `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await query(desk.db, sql)).length === 1;
  });

type Work = (of: { lead: string; tickets: number[] }, transaction: Transaction) => Promise<unknown>;

test.each<[string, Work]>([
  [
    'a new name of their customer',
    ({ lead }, transaction) =>
      query(desk.db, `UPDATE leads SET name = 'Kim' WHERE id = $1`, [lead], transaction),
  ],
  ['deleting for good', ({ tickets }, transaction) => purgeTickets(desk.db, tickets, transaction)],
])('the search documents of several tickets are held in one order: %s', async (_, work) => {
  const { lead, tickets } = await twoTickets();
  const hold = (number: number, transaction: Transaction) =>
    query(
      desk.db,
      'SELECT 1 FROM search_documents WHERE ticket = $1 FOR UPDATE NOWAIT',
      [number],
      transaction,
    );

  const { working } = await inTransaction(desk.db, async (transaction) => {
    await hold(tickets[0], transaction);
    const begun = inTransaction(desk.db, (other) => work({ lead, tickets }, other));
    await someoneWaits();
    expect(await hold(tickets[1], transaction)).toHaveLength(1);
    return { working: begun };
  });
  await working;
});
