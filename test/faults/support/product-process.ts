import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

/** One process of the product, started again whenever it ends, until `stop`. */
export interface ProductProcess {
  role: 'api' | 'worker';
  kill(): void;
  /** Ends it in order. Throws when it had to be killed. */
  stop(): Promise<void>;
  /** How often it was started. */
  starts(): number;
}

const restartPauseMs = 200;
const stopLimitMs = 30_000;

/** Runs the product as `npm start` does, after its set-up, with this environment. */
export function startProcess(
  role: ProductProcess['role'],
  environment: Record<string, string>,
): ProductProcess {
  let stopping = false;
  let starts = 0;
  let child: ChildProcess;
  let restart: NodeJS.Timeout | undefined;
  const output = process.env['FAULTS_LOG'];
  const logFile = output
    ? createWriteStream(`${output}-${role}-${process.pid}.log`, { flags: 'a' })
    : null;

  const start = (): void => {
    starts += 1;
    child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'runtime', 'main.ts')], {
      cwd: root,
      env: { ...process.env, LOG_LEVEL: 'warn', ...environment, ROLE: role },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      if (logFile) stream.pipe(logFile, { end: false });
      else stream.resume();
    }
    child.once('exit', () => {
      if (!stopping) restart = setTimeout(start, restartPauseMs);
    });
  };
  start();

  return {
    role,
    starts: () => starts,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      stopping = true;
      clearTimeout(restart);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, stopLimitMs);
      await exited;
      clearTimeout(timer);
      logFile?.end();
      if (late) throw new Error(`the ${role} process did not end within ${stopLimitMs} ms`);
    },
  };
}
