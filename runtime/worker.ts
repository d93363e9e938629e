import {
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import { taskQueueOf } from '../workflows/messages';
import { workflowBundle } from './workflow-bundle';

export interface WorkerOptions {
  address: string;
  namespace: string;
  installation: string;
  tls?: boolean;
  apiKey?: string;
  activities: object;
  log: Logger;
}

export interface RunningWorker {
  /** The worker's connection, once there is one: a client on it starts workflows eagerly. */
  connected: Promise<NativeConnection>;
  /** Takes no more tasks, lets the running ones end, closes the connection. */
  stop(): Promise<void>;
}

const retryMs = 1_000;

/**
 * Serves workflows and activities for as long as the process lives. When Temporal is away, at the
 * start or later, it tries again every second.
 */
export function startWorker(options: WorkerOptions): RunningWorker {
  installRuntime(options.log);
  const stopping = new AbortController();
  let worker: Worker | undefined;
  let announce: (connection: NativeConnection) => void;
  const connected = new Promise<NativeConnection>((resolve) => (announce = resolve));

  const serve = async (): Promise<void> => {
    const connection = await untilDone(() => connect(options), stopping.signal, options.log);
    if (!connection) return;
    announce(connection);
    const bundle = await workflowBundle();
    while (!stopping.signal.aborted) {
      worker = await untilDone(
        () => createWorker(connection, bundle, options),
        stopping.signal,
        options.log,
      );
      if (!worker) break;
      try {
        const running = worker.run();
        // Asked to stop while it was being made: it has to run to be shut down.
        if (stopping.signal.aborted) worker.shutdown();
        await running;
      } catch (err) {
        options.log.warn({ err }, 'the worker ended, it is started again');
      }
      worker = undefined;
    }
    await connection.close();
  };
  const serving = serve();

  return {
    connected,
    async stop() {
      stopping.abort();
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await serving;
    },
  };
}

function connect({ address, tls, apiKey }: WorkerOptions): Promise<NativeConnection> {
  return NativeConnection.connect({
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
}

function createWorker(
  connection: NativeConnection,
  bundle: WorkflowBundle,
  { namespace, installation, activities }: WorkerOptions,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: taskQueueOf(installation),
    workflowBundle: bundle,
    activities,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '10 seconds',
    maxConcurrentActivityTaskExecutions: 100,
    maxCachedWorkflows: 5_000,
  });
}

/** Tries until it succeeds or `signal` says stop (then undefined). */
async function untilDone<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  log: Logger,
): Promise<T | undefined> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      return await work();
    } catch (err) {
      if (failures === 0) log.warn({ err }, 'the worker waits for Temporal');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
  return undefined;
}

let installed = false;

/** The SDK's own log goes into ours; it must not end the process on a signal by itself. */
function installRuntime(log: Logger): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: {
      logging: {
        forward: {},
        filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }),
      },
    },
    logger: {
      log: (level, message, meta) => write(log, level, message, meta),
      trace: (message, meta) => write(log, 'TRACE', message, meta),
      debug: (message, meta) => write(log, 'DEBUG', message, meta),
      info: (message, meta) => write(log, 'INFO', message, meta),
      warn: (message, meta) => write(log, 'WARN', message, meta),
      error: (message, meta) => write(log, 'ERROR', message, meta),
    },
  });
}

/** One level lower than the SDK: its ERROR is mostly a lost connection, which we ride out. */
function write(log: Logger, level: string, message: string, meta: object = {}): void {
  if (level === 'ERROR' || level === 'WARN') log.warn(meta, message);
  else log.debug(meta, message);
}
