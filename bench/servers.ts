import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { parseEnvironment } from '../config/env';
import { createLogger } from '../config/logger';
import { openDataFolder } from '../runtime/data-folder';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres';
import { startEmbeddedTemporal } from '../runtime/embedded-temporal';
import { temporaryFolder } from './temporary-folder';

/** The one Postgres and the one Temporal that floors and product are measured on. */
export interface BenchServers {
  temporalAddress: string;
  namespace: string;
  /** Makes an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Brings up the embedded servers on a new folder below the system's temporary one. DATABASE_URL
 * and TEMPORAL_ADDRESS name others to be measured instead; databases of its own are made there.
 */
export async function startBenchServers(tell: (line: string) => void): Promise<BenchServers> {
  const env = parseEnvironment({ ...process.env, ROLE: 'all' });
  const log = createLogger({ level: 'error' });
  const folder = temporaryFolder();
  const data = openDataFolder(folder);
  const postgres =
    env.databaseUrl === undefined ? await startEmbeddedPostgres({ data, log, tell }) : undefined;
  const { namespace, cliPath } = env.temporal;
  const temporal =
    env.temporal.address === undefined
      ? await startEmbeddedTemporal({ data, namespace, cliPath, log, tell })
      : undefined;

  const serverUrl = env.databaseUrl ?? postgres!.url;
  const databases: string[] = [];
  return {
    temporalAddress: env.temporal.address ?? temporal!.address,
    namespace,
    async createDatabase() {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      await administer(serverUrl, `CREATE DATABASE ${name}`);
      databases.push(name);
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      for (const name of databases) {
        await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
      await temporal?.stop();
      await postgres?.stop();
      data.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
