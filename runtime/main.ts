import { setTimeout as pause } from 'node:timers/promises';
import { parseEnvironment, type Environment } from '../config/env';
import { createLogger, type Logger } from '../config/logger';
import { DomainError } from '../domain/domain-error';
import { startProduct, type RunningProduct } from './start-product';
import { welcome } from './welcome';

/** The process: reads the environment, starts the product, stops it on a signal. */
export async function main(): Promise<void> {
  const begin = Date.now();
  surviveClosedTerminal();
  const env = readEnvironment();
  const log = createLogger({ level: env.logLevel });
  const stopping = onSignal();
  process.on('uncaughtException', (err) => endAfter(err, log));
  process.on('unhandledRejection', (err) => endAfter(err, log));

  let running: RunningProduct;
  try {
    running = await startProduct({ env, log, tell });
  } catch (error) {
    return refuse(error);
  }
  tell(welcome(running, { seconds: (Date.now() - begin) / 1000 }));
  running.passwordWasTold();

  await stopping;
  tell('Stopping: what runs may end, nothing new is taken …');
  await running.stop();
  tell(`Stopped.${running.product.data ? ` All data is kept in ${env.dataDir}.` : ''}`);
  process.exit(0);
}

function readEnvironment(): Environment {
  try {
    return parseEnvironment(process.env);
  } catch (error) {
    return refuse(error);
  }
}

/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP. A later one (npm repeats the terminal's at once,
 * which does not count) ends the process without waiting.
 */
async function onSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    let first = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ||= Date.now();
        if (Date.now() - first > 1_000) process.exit(130);
        resolve();
      });
    }
  });
}

/** Whoever reads what we print may go away; that is no reason to end, or to complain to nobody. */
function surviveClosedTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

let isEnding = false;

/** A programming error: whoever looks after the process starts it again, all data is in Postgres. */
function endAfter(err: unknown, log: Logger): void {
  if (isEnding) return;
  isEnding = true;
  log.fatal({ err }, 'an unexpected error ends the process');
  void pause(50).then(() => process.exit(1));
}

function refuse(error: unknown): never {
  const known = error instanceof DomainError;
  process.stderr.write(`${known ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) void main();
