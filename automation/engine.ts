import { Connection, WorkflowClient, type ConnectionLike } from '@temporalio/client';
import type { Logger } from 'pino';
import { openLine, type Line } from './line';

/** Temporal as the rest of the product sees it: it may be away at any time. */
export interface Engine {
  address: string;
  namespace: string;
  /** False from a failed call on until one succeeds. */
  reachable(): boolean;
  /** Runs one call with a deadline; throws `EngineAway` when the engine cannot answer. */
  call<T>(what: string, work: (client: WorkflowClient) => Promise<T>): Promise<T>;
  /** Tells of each change of `reachable`. Answers how to end it. */
  onChange(listener: (reachable: boolean) => void): () => void;
  /**
   * Tells that Temporal has gone or that its connection was lost, be it for a moment only. Answers
   * how to end it.
   */
  onLost(listener: () => void): () => void;
  /**
   * Tells that Temporal is there after its connection was lost, be it for a moment only: nobody
   * knows what became of its data meanwhile. Answers how to end it.
   */
  onBack(listener: () => void): () => void;
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

const lookEveryMs = 1_000;
const callDeadlineMs = 5_000;
const outerLimitMs = 6_000;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * A client that cannot hang its callers and that notices by itself when Temporal goes and comes:
 * each call has a deadline, an outer limit beside it (a deadline alone was seen to return late), and
 * after a failure the circuit stays open for a growing pause in which calls fail at once.
 */
export function connectEngine(options: EngineOptions): Engine {
  const { address, namespace, log } = options;
  const connection = Connection.lazy({
    address,
    connectTimeout: '3s',
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
  });
  const ownClient = new WorkflowClient({ connection, namespace });
  let client = ownClient;
  void options.workerConnection?.then((eager) => {
    client = new WorkflowClient({ connection: eager, namespace });
  });
  const listeners = new Set<(reachable: boolean) => void>();
  const lostListeners = new Set<() => void>();
  const backListeners = new Set<() => void>();
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

  const callOn = async <T>(
    on: WorkflowClient,
    what: string,
    work: (client: WorkflowClient) => Promise<T>,
  ): Promise<T> => {
    if (Date.now() < closedUntil) throw new EngineAway(`${what}: Temporal is away`);
    try {
      const deadline = Date.now() + callDeadlineMs;
      const result = await withinLimit(on.withDeadline(deadline, () => work(on)));
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
  };

  const stopLooking = lookRegularly({
    line: openLine(address, { tls: options.tls === true }),
    look: () =>
      callOn(ownClient, 'looking for Temporal', () => connection.workflowService.getSystemInfo({})),
    lost: () => lostListeners.forEach((listener) => listener()),
    back: () => backListeners.forEach((listener) => listener()),
  });

  return {
    address,
    namespace,
    reachable: () => reachable,
    call: (what, work) => callOn(client, what, work),
    onChange: (listener) => subscribe(listeners, listener),
    onLost: (listener) => subscribe(lostListeners, listener),
    onBack: (listener) => subscribe(backListeners, listener),
    async close() {
      stopLooking();
      await connection.close();
    },
  };
}

/** Looks every second, so that a change is noticed also while nobody calls. Answers how to end it. */
function lookRegularly({ look, line, lost, back }: Watch): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let away = false;

  const noticeLoss = (): void => {
    if (!away) lost();
    away = true;
  };
  line.onCut(noticeLoss);

  const lookAgain = async (): Promise<void> => {
    try {
      await look();
      if (away) back();
      away = false;
    } catch {
      noticeLoss();
    }
    if (!ended) timer = setTimeout(() => void lookAgain(), lookEveryMs).unref();
  };
  void lookAgain();

  return () => {
    ended = true;
    clearTimeout(timer);
    line.close();
  };
}

interface Watch {
  look: () => Promise<unknown>;
  line: Line;
  lost: () => void;
  back: () => void;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
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
