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
  /**
   * Takes no more tasks and hands over to a successor that has nothing in memory: for a Temporal that
   * may come back with other histories than those which this worker has in its cache. What the cached
   * workflow has seen already it would pass over, though it stands for something new.
   */
  replace(): void;
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
  const generations = new Set<Generation>();
  let announce: (connection: NativeConnection) => void;
  const connected = new Promise<NativeConnection>((resolve) => (announce = resolve));
  const shutDownAll = (): void => generations.forEach((generation) => generation.shutDown());

  const serve = async (): Promise<void> => {
    const connection = await untilDone(() => connect(options), stopping.signal, options.log);
    if (!connection) return;
    announce(connection);
    const bundle = await workflowBundle();
    while (!stopping.signal.aborted) {
      const worker = await untilDone(
        () => createWorker(connection, bundle, options),
        stopping.signal,
        options.log,
      );
      if (!worker) break;
      const generation = run(worker, options.log);
      generations.add(generation);
      void generation.ended.then(() => generations.delete(generation));
      // Asked to stop while it was being made: it has to run to be shut down.
      if (stopping.signal.aborted) generation.shutDown();
      await generation.takesNoMore;
    }
    await Promise.all([...generations].map(({ ended }) => ended));
    await connection.close();
  };
  const serving = serve();

  return {
    connected,
    replace: shutDownAll,
    async stop() {
      stopping.abort();
      shutDownAll();
      await serving;
    },
  };
}

/** One worker from its start to its end; the next may run while it finishes its last tasks. */
interface Generation {
  shutDown(): void;
  takesNoMore: Promise<void>;
  ended: Promise<void>;
}

function run(worker: Worker, log: Logger): Generation {
  let takeNoMore: () => void;
  const shutDown = new Promise<void>((resolve) => (takeNoMore = resolve));
  const ended = worker.run().catch((err: unknown) => {
    log.warn({ err }, 'a worker ended before its tasks did, they are tried again');
  });
  return {
    shutDown() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      takeNoMore();
    },
    takesNoMore: Promise.race([shutDown, ended]),
    ended,
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
    // A waiting Flow run keeps about 280 KB there; what is put out is replayed when it is told something.
    maxCachedWorkflows: 2_000,
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
