import { Connection } from '@temporalio/client';
import { query } from '../../db/database';
import { readInstallation } from '../../db/installation';
import { anEmptyDatabase, aTemporalNamespace, type TestDatabase } from './stack';

describe('the servers that tests share', () => {
  let one: TestDatabase;
  let two: TestDatabase;

  beforeAll(async () => {
    one = await anEmptyDatabase();
    two = await anEmptyDatabase();
  });
  afterAll(async () => {
    await one.drop();
    await two.drop();
  });

  test('each database is migrated and its own installation', async () => {
    const first = await readInstallation(one.db);
    const second = await readInstallation(two.db);

    expect(first.id).not.toBe(second.id);
    expect(await query(one.db, 'SELECT number FROM tickets')).toEqual([]);
  });

  test('a namespace can be used as soon as it is given', async () => {
    const { address, namespace } = await aTemporalNamespace();

    const connection = await Connection.connect({ address });
    const described = await connection.workflowService.describeNamespace({ namespace });
    await connection.close();

    expect(described.namespaceInfo?.name).toBe(namespace);
  });
});
