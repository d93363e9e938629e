import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeptPostgres } from '../../runtime/embedded-postgres';
import type { KeptTemporal } from '../../runtime/embedded-temporal';
import { endProcess, isRunning, type ProcessIdentity } from '../../runtime/process-identity';

/** The product as a process of its own, for tests that kill it. */
export interface ProductProcess {
  child: ChildProcess;
  /** Everything that it has printed so far. */
  output(): string;
  /** Settles when it says that it is ready; rejects with its output when it ends before. */
  ready: Promise<void>;
  /** Settles with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

const root = path.join(__dirname, '..', '..');

/** Runs `runtime/main.ts` with free ports, without demo data and without this run's own servers. */
export function runProduct(environment: Record<string, string>): ProductProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'runtime/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '0', SMTP_PORT: '0', DEMO_DATA: '0', ...environment },
  });
  let output = '';
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (/^Ticketloom is ready/m.test(output)) resolve();
      });
    }
    void ended.then((how) => reject(new Error(`the product ended (${how}):\n${output}`)));
  });
  ready.catch(() => undefined);
  return { child, output: () => output, ready, ended };
}

/** An address that it printed, by the name beside it. */
export function printed({ output }: ProductProcess, name: string): string {
  const found = new RegExp(`^ {2}${name} +(\\S.*)$`, 'm').exec(output());
  if (!found) throw new Error(`${name} is not in:\n${output()}`);
  return found[1]!.trim();
}

export interface LeftServers {
  postgres: ProcessIdentity;
  temporal: ProcessIdentity;
}

/** The servers that the product recorded in its data folder. */
export function serversOf(dataDir: string): LeftServers {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(path.join(dataDir, `${name}.json`), 'utf8')) as T;
  return {
    postgres: read<KeptPostgres>('postgres').process!,
    temporal: read<KeptTemporal>('temporal').process!,
  };
}

export function serversRun({ postgres, temporal }: LeftServers): boolean[] {
  return [isRunning(postgres), isRunning(temporal)];
}

/** After a test, whatever became of the product: nothing of it stays. */
export async function endEverything(product: ProductProcess, dataDir: string): Promise<void> {
  product.child.kill('SIGKILL');
  await product.ended;
  const { postgres, temporal } = serversOf(dataDir);
  await endProcess(postgres, ['SIGQUIT']);
  await endProcess(temporal, ['SIGKILL']);
}
