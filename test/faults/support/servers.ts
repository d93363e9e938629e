import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { openDataFolder, type DataFolder } from '../../../runtime/data-folder';
import { keptPostgresName, startEmbeddedPostgres } from '../../../runtime/embedded-postgres';
import { keptTemporalName, startEmbeddedTemporal } from '../../../runtime/embedded-temporal';
import type { ProcessIdentity } from '../../../runtime/process-identity';

const log = pino({ level: 'silent' });
const tell = (): void => undefined;

/** A Postgres and a Temporal of this test's own, which it may kill. Both come up again by themselves. */
export interface Servers {
  databaseUrl: string;
  temporalAddress: string;
  killPostgres(): void;
  killTemporal(): void;
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

  return {
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    killPostgres: () => kill(data, keptPostgresName),
    killTemporal: () => kill(data, keptTemporalName),
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

function kill(data: DataFolder, name: string): void {
  const pid = data.read<{ process?: ProcessIdentity }>(name)?.process?.pid;
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It is being restarted just now, after an earlier kill.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
