import { inTransaction, query, type Transaction } from '../../db/database';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
  await query(desk.db, 'CREATE TABLE counters (name text PRIMARY KEY, count int NOT NULL)');
  await query(desk.db, "INSERT INTO counters VALUES ('a', 0), ('b', 0)");
});
afterAll(() => desk.drop());

const add = (name: string, transaction: Transaction) =>
  query(desk.db, 'UPDATE counters SET count = count + 1 WHERE name = $1', [name], transaction);

test('of two transactions that wait for each other, the one that is given up runs once more', async () => {
  let runs = 0;
  let holding = 0;
  let bothHold = (): void => undefined;
  const untilBothHold = new Promise<void>((resolve) => (bothHold = resolve));
  const addToBoth = (first: string, second: string) =>
    inTransaction(desk.db, async (transaction) => {
      runs += 1;
      await add(first, transaction);
      if ((holding += 1) === 2) bothHold();
      await untilBothHold;
      await add(second, transaction);
      return first;
    });

  const done = await Promise.all([addToBoth('a', 'b'), addToBoth('b', 'a')]);

  expect(done).toEqual(['a', 'b']);
  expect(runs).toBe(3);
  const counts = await query(desk.db, 'SELECT count FROM counters');
  expect(counts).toEqual([{ count: 2 }, { count: 2 }]);
});

test('what fails for another reason is not tried again', async () => {
  let runs = 0;
  const failing = inTransaction(desk.db, (transaction) => {
    runs += 1;
    return query(desk.db, 'SELECT 1 / 0', [], transaction);
  });

  await expect(failing).rejects.toThrow('division by zero');
  expect(runs).toBe(1);
});
