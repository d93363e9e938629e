import { Client } from 'pg';
import type { Database, Transaction } from '../../db/database';

/**
 * One connection with nothing around it. The stores run their very statements on it, prepared,
 * without pool, ORM or transaction bookkeeping: what they cost here is what Postgres costs.
 */
export interface BareDatabase {
  db: Database;
  /** BEGIN, the statements of `work`, COMMIT. */
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openBareDatabase(url: string): Promise<BareDatabase> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const names = new Map<string, string>();
  const query = async (text: string, { bind = [] }: { bind?: unknown[] }): Promise<unknown[]> => {
    const name = names.get(text) ?? `bare-${names.size}`;
    names.set(text, name);
    return (await client.query({ name, text, values: bind })).rows;
  };
  const transaction = {} as Transaction;
  const inTransaction: BareDatabase['inTransaction'] = async (work) => {
    await client.query('BEGIN');
    const result = await work(transaction);
    await client.query('COMMIT');
    return result;
  };
  const close = (): Promise<void> => client.end();
  return { db: { sequelize: { query }, url, close } as unknown as Database, inTransaction, close };
}
