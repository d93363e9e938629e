import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLogger } from '../../config/logger';
import { openDataFolder } from '../../runtime/data-folder';
import { startEmbeddedPostgres } from '../../runtime/embedded-postgres';
import { startEmbeddedTemporal } from '../../runtime/embedded-temporal';
import { makeMigratedDatabase, postgresVariable, temporalVariable } from './stack';

/** Where scripts/test.mjs wants the servers' files, so that it can end what a killed run leaves. */
const folderVariable = 'TICKETLOOM_TEST_DATA';

/** Jest's globalSetup for tests with real servers; stop-stack.ts undoes it. */
export default async function startStack(): Promise<void> {
  const folder = process.env[folderVariable] ?? makeFolder();
  const data = openDataFolder(folder);
  const log = createLogger({ level: 'warn', forPeople: false, destination: process.stderr });
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);

  const [postgres, temporal] = await Promise.all([
    startEmbeddedPostgres({ data, log, tell: () => undefined, extraSettings: ['fsync=off'] }),
    startEmbeddedTemporal({
      data,
      namespace: 'default',
      cliPath: process.env['TEMPORAL_CLI_PATH'],
      log,
      tell,
    }),
  ]);
  process.env[postgresVariable] = postgres.url;
  process.env[temporalVariable] = temporal.address;
  await makeMigratedDatabase();
  running.stop = async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    data.release();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Jest loads the teardown as another module; what it must end is handed over on `globalThis`. */
export const running = ((globalThis as Record<string, unknown>)['ticketloomStack'] ??= {}) as {
  stop?: () => Promise<void>;
};

/** Open to Postgres's own user, which must get at its files. */
function makeFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-test-'));
  chmodSync(folder, 0o755);
  return folder;
}
