import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readKept } from '../../runtime/data-folder';
import { keptPostgresName, type KeptPostgres } from '../../runtime/embedded-postgres';
import { openDatabase } from '../../db/database';
import { createMailbox, listMailboxes } from '../../db/mailbox-store';
import { eventually } from '../support/eventually';
import {
  endEverything,
  printed,
  runProduct,
  serversOf,
  serversRun,
  type ProductProcess,
} from '../support/product-process';

/** One data folder and its product, in the order in which things happen to it. */
describe('the product on a bare machine', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-start-'));
  chmodSync(dataDir, 0o755);
  let product: ProductProcess;
  let password: string;

  beforeAll(async () => {
    product = runProduct({ DATA_DIR: dataDir });
    await product.ready;
    password = printed(product, 'Password').split(' ')[0]!;
  }, 90_000);

  afterAll(async () => {
    await endEverything(product, dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('the first start prints addresses that answer', async () => {
    const desk = printed(product, 'Desk');

    expect((await fetch(`${desk}/healthz`)).status).toBe(200);
    expect((await fetch(printed(product, 'API'))).status).toBe(200);
    expect((await fetch(printed(product, 'Temporal’s own pages'))).status).toBe(200);
    expect(await greeting(printed(product, 'Mail to the desk \\(SMTP\\)'))).toMatch(/^220 /);
  });

  test('it is ready to take mail and serve reads, with Temporal reachable', async () => {
    const { status, body } = await readiness(product);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      database: { reachable: true },
      temporal: { address: printed(product, 'Temporal'), namespace: 'default', reachable: true },
      mail: { accepting: true },
    });
  });

  test('the password that it prints signs the admin in', async () => {
    expect(await signIn(product, password)).toBe(true);
    expect(await signIn(product, 'another password')).toBe(false);
  });

  test('a second start on the same data folder is refused with what to do', async () => {
    const second = runProduct({ DATA_DIR: dataDir });

    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already runs on the data folder ${dataDir}`);
    expect(second.output()).toContain('set DATA_DIR to another folder');
  });

  test.each(['PORT', 'SMTP_PORT'])('a %s in use is refused with what to do', async (variable) => {
    const taken = new URL(printed(product, 'Desk')).port;
    const second = runProduct({ DATA_DIR: `${dataDir}-other`, [variable]: taken });

    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${taken} is in use by another program`);
    expect(second.output()).toContain(`set ${variable} to a free port`);
  });

  test('while Postgres is away the answer is 503; it is brought back', async () => {
    process.kill(serversOf(dataDir).postgres.pid, 'SIGKILL');

    await eventually(async () => (await readiness(product)).status === 503);
    await eventually(async () => (await readiness(product)).status === 200);
    expect(await signIn(product, password)).toBe(true);
  });

  test('while Temporal is away everything is served; it is brought back at its address', async () => {
    const address = printed(product, 'Temporal');
    const { temporal: killed } = serversOf(dataDir);
    process.kill(killed.pid, 'SIGKILL');

    expect((await readiness(product)).status).toBe(200);
    await eventually(() => serversOf(dataDir).temporal.pid !== killed.pid);
    await eventually(async () => (await fetch(printed(product, 'Temporal’s own pages'))).ok);
    await eventually(async () => (await readiness(product)).body.temporal.reachable);
    expect((await readiness(product)).body.temporal.address).toBe(address);
  });

  test('after kill -9 its servers live on; the next start ends exactly these and has all data', async () => {
    await onDatabase((db) => createMailbox(db, { name: 'Sales', address: 'sales@example.com' }));
    const left = serversOf(dataDir);

    product.child.kill('SIGKILL');
    await product.ended;
    expect(serversRun(left)).toEqual([true, true]);
    product = runProduct({ DATA_DIR: dataDir });
    await product.ready;

    expect(serversRun(left)).toEqual([false, false]);
    expect(serversRun(serversOf(dataDir))).toEqual([true, true]);
    expect(await onDatabase(mailboxAddresses)).toContain('sales@example.com');
    expect(printed(product, 'Password')).toBe('as set at the first start');
    expect(await signIn(product, password)).toBe(true);
  });

  test('Ctrl-C ends it and its servers, and what was kept is there at the next start', async () => {
    const running = serversOf(dataDir);

    product.child.kill('SIGINT');

    expect(await product.ended).toBe(0);
    expect(product.output()).toContain('Stopped.');
    expect(serversRun(running)).toEqual([false, false]);
    product = runProduct({ DATA_DIR: dataDir });
    await product.ready;
    expect(await onDatabase(mailboxAddresses)).toContain('sales@example.com');
  });

  async function onDatabase<T>(work: (db: ReturnType<typeof openDatabase>) => Promise<T>) {
    const { url } = readKept<KeptPostgres>(dataDir, keptPostgresName)!;
    const db = openDatabase({ url, poolSize: 1 });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  }
});

async function mailboxAddresses(db: ReturnType<typeof openDatabase>): Promise<string[]> {
  return (await listMailboxes(db)).map(({ address }) => address);
}

interface Ready {
  database: { reachable: boolean };
  temporal: { address: string; namespace: string; reachable: boolean };
  mail: { accepting: boolean };
}

async function readiness(product: ProductProcess): Promise<{ status: number; body: Ready }> {
  const response = await fetch(`${printed(product, 'Desk')}/readyz`);
  return { status: response.status, body: (await response.json()) as Ready };
}

async function signIn(product: ProductProcess, password: string): Promise<boolean> {
  const response = await fetch(`${printed(product, 'Desk')}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email: printed(product, 'Sign in as'), password }),
  });
  return response.ok;
}

/** The first line that a server says to whoever connects. */
function greeting(address: string): Promise<string> {
  const [host, port] = address.split(/[: ]/);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.end();
      resolve(data.toString());
    });
  });
}
