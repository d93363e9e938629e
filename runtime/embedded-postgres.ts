import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { DataFolder } from './data-folder';
import { freePort } from './free-port';
import {
  canReach,
  copyPostgres,
  installedPostgres,
  postgresBinary,
  postgresUser,
  reachableFolder,
  type OsUser,
} from './postgres-binaries';
import { endProcess, isRunning, type ProcessIdentity } from './process-identity';
import { superviseChild } from './supervised-child';

export interface EmbeddedPostgres {
  /** `postgres://…` of the product's database. */
  url: string;
  stop(): Promise<void>;
}

/** Kept in the data folder as `postgres.json`. */
export interface KeptPostgres {
  url: string;
  port: number;
  password: string;
  /** Where the tables are; outside the data folder when Postgres could not reach that. */
  cluster: string;
  process?: ProcessIdentity;
}

export const keptPostgresName = 'postgres';

const databaseUser = 'ticketloom';
const stopSignals = ['SIGINT', 'SIGQUIT'] as const; // fast, immediate: postgres(1)

/**
 * Brings up the Postgres that comes with the project, on loopback, its tables in the data folder.
 * A server that a killed process left is ended first. It is restarted whenever it ends.
 */
export async function startEmbeddedPostgres(options: {
  data: DataFolder;
  log: Logger;
  /** Tells people about a step that takes long or is unusual. */
  tell: (line: string) => void;
  /** Settings on top of ours, `name=value`. */
  extraSettings?: readonly string[];
}): Promise<EmbeddedPostgres> {
  const { data, log, tell, extraSettings = [] } = options;
  const user = postgresUser();
  const before = data.read<KeptPostgres>(keptPostgresName);
  if (before?.process) await endProcess(before.process, stopSignals);

  const home = reachableHome(installedPostgres(), user, tell);
  const cluster = before?.cluster ?? placeForCluster(data, user, tell);
  const password = before?.password ?? randomBytes(24).toString('base64url');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    tell('Preparing the database …');
    initialize({ home, cluster, password, user });
  }
  removeStaleLock(cluster);

  const port = await freePort(before?.port);
  const kept: KeptPostgres = { url: databaseUrl(port, password), port, password, cluster };
  data.write(keptPostgresName, kept);
  const child = await superviseChild({
    name: 'Postgres',
    command: postgresBinary(home, 'postgres'),
    args: [
      ...['-D', cluster],
      ...[...settings(port), ...extraSettings].flatMap((setting) => ['-c', setting]),
    ],
    user,
    env: { ...process.env, LC_ALL: 'C' },
    logFile: path.join(data.folder('logs'), 'postgres.log'),
    stopSignals,
    ready: () => createDatabase(port, password),
    started: (identity) => data.write(keptPostgresName, { ...kept, process: identity }),
    log,
  });
  return { url: kept.url, stop: child.stop };
}

const settings = (port: number): string[] => [
  'listen_addresses=127.0.0.1',
  `port=${port}`,
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=128MB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=1GB',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_min_messages=warning',
  'log_checkpoints=off',
];

function databaseUrl(port: number, password: string, name = databaseUser): string {
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${name}`;
}

function reachableHome(
  installed: string,
  user: OsUser | undefined,
  tell: (line: string) => void,
): string {
  if (canReach(path.join(installed, 'bin'), user)) return installed;
  const folder = reachableFolder();
  const { home, isNew } = copyPostgres(installed, folder);
  if (isNew) tell(`Postgres's own user cannot enter this private folder: copied it to ${home}`);
  return home;
}

/** Inside the data folder, unless Postgres's own user cannot get there. */
function placeForCluster(
  data: DataFolder,
  user: OsUser | undefined,
  tell: (line: string) => void,
): string {
  const inside = data.folder('postgres');
  if (canReach(inside, user)) return path.join(inside, 'cluster');
  const outside = path.join(reachableFolder(), `cluster-${randomBytes(6).toString('hex')}`);
  tell(`The data folder is private, so the database's files go to ${outside}`);
  return outside;
}

/** Made beside and renamed: a start that was killed in the middle leaves no half cluster. */
function initialize(options: {
  home: string;
  cluster: string;
  password: string;
  user: OsUser | undefined;
}): void {
  const { home, cluster, password, user } = options;
  const beside = `${cluster}.new`;
  const passwordFile = path.join(beside, '..', `${path.basename(cluster)}.password`);
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const place of [beside, passwordFile]) chownSync(place, user.uid, user.gid);
  chmodSync(beside, 0o700);
  try {
    execFileSync(
      postgresBinary(home, 'initdb'),
      [
        `--pgdata=${beside}`,
        `--username=${databaseUser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...(user ?? {}), cwd: '/', env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(beside, cluster);
}

/**
 * Postgres refuses to start while its lock file names a living process, whoever that is by now
 * (in a container, ids repeat at each start). The one we recorded has been ended before.
 */
function removeStaleLock(cluster: string): void {
  const lock = path.join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!isPostgres(pid, cluster)) rmSync(lock, { force: true });
}

function isPostgres(pid: number, cluster: string): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(cluster);
  } catch {
    return false;
  }
}

/** Succeeds once the server answers and has the product's database. */
async function createDatabase(port: number, password: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      databaseUser,
    ]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${databaseUser}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** True while the Postgres of this data folder runs, whoever started it. */
export function embeddedPostgresRuns(kept: KeptPostgres | undefined): boolean {
  return kept?.process !== undefined && isRunning(kept.process);
}
