import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { openDatabase, query, type Database } from '../../db/database';
import { migrate } from '../../db/migrate';

/**
 * Real servers for tests. A run of jest that has a test outside the pure rooms starts ONE Postgres
 * and ONE Temporal (start-stack.ts) and stops them at its end. Each test file takes its own part:
 *
 *   import { aTemporalNamespace, anEmptyDatabase } from '../support/stack';
 *
 *   let desk: TestDatabase;
 *   beforeAll(async () => (desk = await anEmptyDatabase()));
 *   afterAll(() => desk.drop());
 *
 *   const { address, namespace } = await aTemporalNamespace();   // only where a worker runs
 *
 * `anEmptyDatabase()` is migrated and has an installation id of its own; `aTemporalNamespace()` has
 * task queues of its own, so that no other file's worker takes this file's tasks.
 */
export interface TestDatabase {
  db: Database;
  /** For a second pool, or for another process. */
  url: string;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Variables by which start-stack.ts tells the workers where the servers are. */
export const postgresVariable = 'TICKETLOOM_TEST_POSTGRES';
export const temporalVariable = 'TICKETLOOM_TEST_TEMPORAL';

export async function anEmptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${migratedName}`);
  const url = urlOf(name);
  const db = openDatabase({ url });
  await query(db, 'UPDATE installation SET id = DEFAULT, secret = DEFAULT, created_at = DEFAULT');
  return {
    db,
    url,
    async drop() {
      await db.close();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

const migratedName = 'migrated';

/** Once a run, by start-stack.ts: migrating each file's database would take longer than many tests. */
export async function makeMigratedDatabase(): Promise<void> {
  await administer(`CREATE DATABASE ${migratedName}`);
  const db = openDatabase({ url: urlOf(migratedName) });
  await migrate(db);
  await db.close();
}

export async function aTemporalNamespace(): Promise<{ address: string; namespace: string }> {
  const address = temporalAddress();
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await untilKnown(connection, namespace);
  } finally {
    await connection.close();
  }
  return { address, namespace };
}

export function temporalAddress(): string {
  return process.env[temporalVariable] ?? notRunning();
}

/** A new namespace reaches the server's parts a moment after it was registered. */
async function untilKnown(connection: Connection, namespace: string): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function serverUrl(): string {
  return process.env[postgresVariable] ?? notRunning();
}

function notRunning(): never {
  throw new Error('this test needs the servers: run it through jest (see jest.config.js)');
}
