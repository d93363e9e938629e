import { openDatabase, query, type Database } from '../../db/database';
import { readInstallation } from '../../db/installation';
import { migrate } from '../../db/migrate';
import { openSecretBox } from '../../db/secret-box';
import { DomainError } from '../../domain/domain-error';
import { openDns } from '../../mail/dns';
import type { Part } from '../product';

const waitForDatabaseMs = 30_000;

/** The pool on the database, with the schema up to date. */
export const database: Part = {
  name: 'database',
  roles: ['all', 'api', 'worker'],
  async start(product) {
    const db = openDatabase({ url: product.databaseUrl, poolSize: 30 });
    product.db = db;
    try {
      await untilItAnswers(db, product.tell);
      await migrate(db);
      product.secrets = openSecretBox(product.env.secretKey, await readInstallation(db));
      product.resolveDns = openDns(product.env.dnsServers);
    } catch (error) {
      await db.close();
      throw error;
    }
    return () => db.close();
  },
};

/** A database that comes up at the same time as we do is waited for. */
async function untilItAnswers(db: Database, tell: (line: string) => void): Promise<void> {
  const end = Date.now() + waitForDatabaseMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await query(db, 'SELECT 1');
      return;
    } catch (error) {
      if (Date.now() > end || !isWorthWaiting(error)) throw databaseProblem(db, error);
      if (attempt === 0) tell(`Waiting for the database at ${hostOf(db)} …`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** A wrong password or name stays wrong: classes 28 and 3D of PostgreSQL's error codes. */
function isWorthWaiting(error: unknown): boolean {
  const { original } = error as { original?: { code?: unknown } };
  return !/^(28|3D)/.test(String(original?.code ?? ''));
}

function databaseProblem(db: Database, error: unknown): DomainError {
  const why = error instanceof Error ? error.message || error.name : String(error);
  return new DomainError(
    'database-away',
    `The database at ${hostOf(db)} cannot be used (${why}): check DATABASE_URL and that Postgres ` +
      'runs there, or leave DATABASE_URL unset to use the one that comes along.',
    [],
    { cause: error },
  );
}

/** Without user and password. */
function hostOf(db: Database): string {
  const { host, pathname } = new URL(db.url);
  return `${host}${pathname}`;
}
