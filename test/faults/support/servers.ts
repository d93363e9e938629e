import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import pino from 'pino';
import { openDataFolder, type DataFolder } from '../../../runtime/data-folder';
import { keptPostgresName, startEmbeddedPostgres } from '../../../runtime/embedded-postgres';
import { keptTemporalName, startEmbeddedTemporal } from '../../../runtime/embedded-temporal';
import type { ProcessIdentity } from '../../../runtime/process-identity';
import { eventually } from '../../support/eventually';

const log = pino({ level: 'silent' });
const tell = (): void => undefined;

/** A Postgres and a Temporal of this test's own, which it may kill. Both come up again by themselves. */
export interface Servers {
  databaseUrl: string;
  temporalAddress: string;
  killPostgres(): void;
  killTemporal(): void;
  /** Waits until what was killed has been started again and answers. */
  everythingBack(): Promise<void>;
  /** Away until `temporalBack`: on purpose, so nothing restarts it. */
  temporalAway(): Promise<void>;
  temporalBack(): Promise<void>;
  postgresAway(): Promise<void>;
  postgresBack(): Promise<void>;
  /** While Temporal is away: its data as it is now, to be put back or thrown away. */
  copyTemporalData(): () => void;
  loseTemporalData(): void;
  stop(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-faults-'));
  chmodSync(folder, 0o755);
  const data = openDataFolder(folder);
  const startPostgres = () => startEmbeddedPostgres({ data, log, tell });
  const startTemporal = () =>
    startEmbeddedTemporal({
      data,
      namespace: 'default',
      cliPath: process.env['TEMPORAL_CLI_PATH'],
      log,
      tell,
    });
  let [postgres, temporal] = await Promise.all([startPostgres(), startTemporal()]);
  const temporalData = path.join(folder, 'temporal');
  const killed = new Map<string, number | undefined>();

  return {
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    killPostgres: () => killed.set(keptPostgresName, kill(data, keptPostgresName)),
    killTemporal: () => killed.set(keptTemporalName, kill(data, keptTemporalName)),
    async everythingBack() {
      for (const [name, pid] of killed) {
        await eventually(() => processId(data, name) !== pid, 60_000);
      }
      await eventually(() => answersQueries(postgres.url), 60_000);
      await eventually(() => isServing(temporal.address), 60_000);
    },
    temporalAway: () => temporal.stop(),
    async temporalBack() {
      temporal = await startTemporal();
    },
    postgresAway: () => postgres.stop(),
    async postgresBack() {
      postgres = await startPostgres();
    },
    copyTemporalData() {
      const copy = path.join(folder, 'temporal-copy');
      cpSync(temporalData, copy, { recursive: true });
      return () => {
        rmSync(temporalData, { recursive: true });
        cpSync(copy, temporalData, { recursive: true });
      };
    },
    loseTemporalData: () => rmSync(temporalData, { recursive: true }),
    async stop() {
      await Promise.all([postgres.stop(), temporal.stop()]);
      data.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers whom it killed; a server lives on for a moment, and its connections with it. */
function kill(data: DataFolder, name: string): number | undefined {
  const pid = processId(data, name);
  if (pid === undefined) return undefined;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It is being restarted just now, after an earlier kill.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  return pid;
}

function processId(data: DataFolder, name: string): number | undefined {
  return data.read<{ process?: ProcessIdentity }>(name)?.process?.pid;
}

async function answersQueries(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query('SELECT 1')).rowCount === 1;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function isServing(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}
