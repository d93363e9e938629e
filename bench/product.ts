import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createApiKey } from '../api/sign-in/api-key';
import { openDatabase, type Database } from '../db/database';
import { allAgents } from '../db/agent-store';
import { readInstallation, type Installation } from '../db/installation';
import { freePort } from '../runtime/free-port';
import { openHttpClient, type HttpClient } from './http-client';
import type { BenchServers } from './servers';

/** The product under test: a process of its own, so that it shares no event loop with its callers. */
export interface BenchProduct {
  api: HttpClient;
  /** Where agents sign in, and who may. */
  url: string;
  admin: { email: string; password: string };
  /** For callers with connections of their own. */
  port: number;
  key: string;
  db: Database;
  databaseUrl: string;
  installation: Installation;
  smtpPort: number;
  /** An active agent's id, to assign tickets to. */
  agentId: string;
  stop(): Promise<void>;
}

/** A product on a new, empty database of the bench's servers. */
export async function startBenchProduct(
  servers: BenchServers,
  role: 'api' | 'all',
): Promise<BenchProduct> {
  const databaseUrl = await servers.createDatabase();
  const [port, smtpPort] = [await freePort(), await freePort()];
  const child = await startProcess({
    ROLE: role,
    PORT: String(port),
    SMTP_PORT: String(smtpPort),
    DATABASE_URL: databaseUrl,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: servers.namespace,
  });
  const db = openDatabase({ url: databaseUrl, poolSize: 4 });
  const { key } = await createApiKey(db, { name: 'bench', role: 'admin' });
  const api = openHttpClient({ port, key });
  const [agent] = await allAgents(db);
  return {
    api,
    url: `http://localhost:${port}`,
    admin,
    port,
    key,
    db,
    databaseUrl,
    installation: await readInstallation(db),
    smtpPort,
    agentId: agent!.id,
    async stop() {
      api.close();
      await db.close();
      await endProcess(child);
    },
  };
}

const admin = { email: 'admin@bench.example', password: 'only for the bench' };

export interface ProductProcess {
  pid: number;
  readyAfterMs: number;
  child: ChildProcess;
}

/**
 * Runs `runtime/main.ts` and waits until it says that it is ready. BENCH_NODE_OPTIONS goes to its
 * Node, for example `--cpu-prof --cpu-prof-dir=profiles` to see where its time goes.
 */
export async function startProcess(environment: Record<string, string>): Promise<ProductProcess> {
  const begin = performance.now();
  const options = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...options, '--import', 'tsx', 'runtime/main.ts'], {
    cwd: path.join(__dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CATCHER_PORT: '0', DEMO_DATA: '0', LOG_LEVEL: 'warn', ...environment },
  });
  started.add(child);
  child.once('close', () => started.delete(child));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-10_000);
        if (/^Ticketloom is ready/m.test(output)) resolve();
      });
    }
    child.once('close', (code) => reject(new Error(`the product ended (${code}):\n${output}`)));
  });
  return { child, pid: child.pid!, readyAfterMs: performance.now() - begin };
}

const started = new Set<ChildProcess>();

/** Whatever a bench left when it did not come to its end. */
export async function endAllProcesses(): Promise<void> {
  for (const child of started) await endProcess({ child });
}

/** Asks it to stop, and waits until it has. */
export async function endProcess({ child }: Pick<ProductProcess, 'child'>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(limit);
}
