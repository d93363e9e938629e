import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { createLogger } from '../../config/logger';
import { openDataFolder, type DataFolder } from '../../runtime/data-folder';
import { startEmbeddedPostgres, type KeptPostgres } from '../../runtime/embedded-postgres';

describe('the Postgres that comes along', () => {
  let place: string;
  let data: DataFolder;
  const told: string[] = [];

  beforeEach(() => {
    place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-postgres-'));
    chmodSync(place, 0o755);
    told.length = 0;
  });
  afterEach(() => {
    const { cluster } = data.read<KeptPostgres>('postgres')!;
    data.release();
    rmSync(place, { recursive: true, force: true });
    rmSync(cluster, { recursive: true, force: true });
  });

  test('keeps its tables, its password and its port from one start to the next', async () => {
    data = openDataFolder(place);
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept (a int)');
    await first.stop();

    const second = await start();
    await ask(second.url, 'SELECT a FROM kept');
    await second.stop();

    expect(second.url).toBe(first.url);
    expect(told).toEqual(['Preparing the database …']);
  });

  test('listens on this machine only, and wants its password', async () => {
    data = openDataFolder(place);
    const { url, stop } = await start();

    expect(await ask(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await stop();
  });

  test('works below a folder that only its owner can enter', async () => {
    chmodSync(place, 0o700);
    data = openDataFolder(path.join(place, 'data'));

    const { url, stop } = await start();

    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop();
  });

  test('a first start that was killed in the middle is begun again', async () => {
    data = openDataFolder(place);
    const half = path.join(data.folder('postgres'), 'cluster.new', 'base');
    mkdirSync(half, { recursive: true });

    const { url, stop } = await start();

    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(half)).toBe(false);
    await stop();
  });

  test('a lock file that names somebody else’s process does not keep it from starting', async () => {
    data = openDataFolder(place);
    await (await start()).stop();
    const { cluster } = data.read<KeptPostgres>('postgres')!;
    writeFileSync(path.join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n`);

    const { url, stop } = await start();

    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop();
  });

  const start = () =>
    startEmbeddedPostgres({
      data,
      log: createLogger({ level: 'silent' }),
      tell: (line) => told.push(line),
    });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
