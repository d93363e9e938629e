import { Connection, WorkflowClient, type ConnectionLike } from '@temporalio/client';
import type { Logger } from 'pino';

/** Temporal as the rest of the product sees it: it may be away at any time. */
export interface Engine {
  address: string;
  namespace: string;
  /** False from a failed call on until one succeeds. */
  reachable(): boolean;
  /** Runs one call with a deadline; throws `EngineAway` when the engine cannot answer. */
  call<T>(what: string, work: (client: WorkflowClient) => Promise<T>): Promise<T>;
  /** Tells of each change of `reachable`. */
  onChange(listener: (reachable: boolean) => void): () => void;
  close(): Promise<void>;
}

export class EngineAway extends Error {
  override readonly name = 'EngineAway';
}

export interface EngineOptions {
  address: string;
  namespace: string;
  /** A worker's own connection, once there is one, so that workflows start eagerly in its process. */
  workerConnection?: Promise<ConnectionLike>;
  tls?: boolean;
  apiKey?: string;
  log: Logger;
}

/** Shorter than any Temporal server needs to start, so that no absence stays unseen. */
const lookEveryMs = 1_000;
const callDeadlineMs = 5_000;
const outerLimitMs = 6_000;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * A client that cannot hang its callers and that notices by itself when Temporal goes and comes: each call has a deadline, an outer limit beside it (a
 * deadline alone was seen to return late), and after a failure the circuit stays open for a
 * growing pause in which calls fail at once.
 */
export function connectEngine(options: EngineOptions): Engine {
  const { address, namespace, log } = options;
  const connection = Connection.lazy({
    address,
    connectTimeout: '3s',
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
  });
  let client = new WorkflowClient({ connection, namespace });
  void options.workerConnection?.then((eager) => {
    client = new WorkflowClient({ connection: eager, namespace });
  });
  const listeners = new Set<(reachable: boolean) => void>();
  let reachable = true;
  let failures = 0;
  let closedUntil = 0;

  const tell = (now: boolean, err?: unknown): void => {
    if (now) failures = 0;
    else closedUntil = Date.now() + Math.min(firstPauseMs * 2 ** failures++, longestPauseMs);
    if (now === reachable) return;
    reachable = now;
    if (now) log.info({ address }, 'Temporal is reachable again');
    else log.warn({ address, err }, 'Temporal is away, what it drives waits');
    for (const listener of listeners) listener(now);
  };

  const engine: Engine = {
    address,
    namespace,
    reachable: () => reachable,
    async call(what, work) {
      if (Date.now() < closedUntil) throw new EngineAway(`${what}: Temporal is away`);
      try {
        const result = await withinLimit(
          client.withDeadline(Date.now() + callDeadlineMs, () => work(client)),
        );
        tell(true);
        return result;
      } catch (error) {
        if (!isAway(error)) {
          tell(true);
          throw error;
        }
        tell(false, error);
        throw new EngineAway(`${what}: Temporal is away`, { cause: error });
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      stopLooking();
      await connection.close();
    },
  };

  const stopLooking = lookRegularly(engine);
  return engine;
}

/** So that a change is noticed and told also while nobody calls. Answers how to end it. */
function lookRegularly(engine: Engine): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const look = (): void => {
    engine
      .call('looking for Temporal', ({ workflowService }) => workflowService.getSystemInfo({}))
      .catch(() => undefined)
      .finally(plan);
  };
  const plan = (): void => {
    if (!ended) timer = setTimeout(look, lookEveryMs).unref();
  };
  plan();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EngineAway('no answer in time')), outerLimitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** gRPC codes (grpc/grpc doc/statuscodes.md) that say nothing about the request itself. */
const awayCodes = new Set([
  1, // CANCELLED
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  13, // INTERNAL
  14, // UNAVAILABLE
]);

/** True when a call failed because of the engine or the way to it, not because of its content. */
export function isAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EngineAway) return true;
    const { code } = cause as { code?: unknown };
    if (typeof code === 'number') return awayCodes.has(code);
    if (/transport error|tcp connect|connect timed out|Failed to connect/i.test(cause.message)) {
      return true;
    }
  }
  return false;
}
