import { DatabaseError, QueryTypes, Sequelize, type Transaction } from 'sequelize';
import { prepareStatements } from './prepared-statements';

export type { Transaction } from 'sequelize';

export interface Database {
  sequelize: Sequelize;
  url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  /**
   * `deferred` answers a commit before it is on disk: a crash of Postgres may lose the last
   * moments, never part of a transaction. Only for what is planned again from stored events.
   */
  commit?: 'durable' | 'deferred';
}

/**
 * Opens a pool on a Postgres database (`postgres://user:password@host:port/name`). Nothing is
 * connected before the first query. Waiting for a free or new connection ends after two seconds,
 * so that a database that is away is told to the caller and not hidden in a queue.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const sequelize = new Sequelize(options.url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: options.poolSize ?? 20, min: 0, idle: 30_000, acquire: 4_000 },
    dialectOptions: {
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      ...(options.commit === 'deferred' ? { options: '-c synchronous_commit=off' } : {}),
    },
    define: { underscored: true, timestamps: false },
    retry: { max: 0 },
  });
  prepareStatements(sequelize);
  return { sequelize, url: options.url, close: () => sequelize.close() };
}

/** Runs one statement with `$1…` values and answers its rows. */
export async function query<Row extends object>(
  db: Database,
  sql: string,
  bind: unknown[] = [],
  transaction?: Transaction,
): Promise<Row[]> {
  return db.sequelize.query<Row>(sql, {
    bind,
    type: QueryTypes.SELECT,
    ...(transaction ? { transaction } : {}),
  });
}

/**
 * Runs `work` in one transaction: all of it is stored, or, when it throws, nothing. When Postgres
 * gave it up so that others may go on (a deadlock), it runs once more; so `work` changes nothing
 * but by its transaction.
 */
export async function inTransaction<T>(
  db: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await db.sequelize.transaction(work);
  } catch (error) {
    if (!isDeadlock(error)) throw error;
    return db.sequelize.transaction(work);
  }
}

/** SQLSTATE of deadlock_detected (PostgreSQL manual, appendix A). */
function isDeadlock(error: unknown): boolean {
  return error instanceof DatabaseError && 'code' in error.parent && error.parent.code === '40P01';
}
