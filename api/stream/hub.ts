import { DomainError } from '../../domain/domain-error';
import { startLoop } from '../../automation/loop';
import type { Database } from '../../db/database';
import { listen } from '../../db/notifications';
import { presentPosition, readStream, type StreamPosition } from '../../db/stream-store';
import type { Logger } from '../../config/logger';

export interface StreamListener {
  /** New events, in order. */
  events(batch: readonly StreamPosition[]): void;
  engine(reachable: boolean): void;
  /** Somebody's rights may have changed: look again whether this listener may go on. */
  recheck(): void;
  /** The process stops. */
  end(): void;
}

export interface StreamHub {
  /** The place up to which events were handed out; waits for the first look at the database. */
  position(): Promise<StreamPosition>;
  /** From the very next batch on. */
  subscribe(listener: StreamListener): () => void;
  /** After a sign-out, a revoked key or a changed role. */
  recheck(): void;
  stop(): Promise<void>;
}

const pollMs = 1_000;
const longestBeginMs = 3_000;
const batchSize = 1_000;
/** Under load many NOTIFYs are answered by one look. */
const gatherMs = 10;
/** After a NOTIFY an older transaction may still be open and hide the event for a moment. */
const lookAgainMs = 20;
const lookAgainTimes = 20;

/**
 * Reads the events once for all clients of this process: NOTIFY wakes it, polling guarantees it.
 * Without clients it reads nothing.
 */
export function startStreamHub(
  db: Database,
  engine: { onChange(listener: (reachable: boolean) => void): () => void },
  log: Logger,
): StreamHub {
  const listeners = new Set<StreamListener>();
  let position: StreamPosition | undefined;
  let begun = once<StreamPosition>();
  let looksLeft = 0;
  let look: NodeJS.Timeout | undefined;

  const work = async (): Promise<number> => {
    if (listeners.size === 0) return 0;
    const round = begun;
    if (!position) {
      const present = await presentPosition(db);
      if (round !== begun) return 0;
      position = present;
      begun.resolve(position);
    }
    const batch = await readStream(db, { after: position, limit: batchSize });
    // The last client left meanwhile: the next one begins where things are then.
    if (round !== begun) return 0;
    const last = batch.at(-1);
    if (last) {
      position = last;
      for (const listener of listeners) listener.events(batch);
    } else if (looksLeft > 0) {
      looksLeft -= 1;
      lookIn(lookAgainMs);
    }
    return batch.length === batchSize ? batch.length : 0;
  };
  const loop = startLoop({ name: 'stream', everyMs: pollMs, work, log });
  const lookIn = (ms: number): void => {
    look ??= setTimeout(() => {
      look = undefined;
      loop.wake();
    }, ms);
  };
  const notifications = listen(db, 'ticket_events', () => {
    if (listeners.size === 0) return;
    looksLeft = lookAgainTimes;
    lookIn(gatherMs);
  });
  const endEngine = engine.onChange((reachable) => {
    for (const listener of listeners) listener.engine(reachable);
  });

  return {
    position: async () => position ?? inTime(begun.promise),
    subscribe(listener) {
      listeners.add(listener);
      if (!position) loop.wake();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || !position) return;
        position = undefined;
        begun = once();
      };
    },
    recheck() {
      for (const listener of [...listeners]) listener.recheck();
    },
    async stop() {
      begun.reject(new Error('the stream has stopped'));
      for (const listener of [...listeners]) listener.end();
      endEngine();
      clearTimeout(look);
      await notifications.stop();
      await loop.stop();
    },
  };
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const sentence = 'The database is away; try again in a moment.';
    timer = setTimeout(() => reject(new DomainError('database-away', sentence)), longestBeginMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function once<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let settle: Pick<ReturnType<typeof once<T>>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => undefined);
  return { promise, ...settle! };
}
