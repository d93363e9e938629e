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
const batchSize = 1_000;
/** After a NOTIFY an older transaction may still be open and hide the event for a moment. */
const lookAgainMs = 20;
const lookAgainTimes = 20;

/** Reads the events once for all clients of this process: NOTIFY wakes it, polling guarantees it. */
export function startStreamHub(
  db: Database,
  engine: { onChange(listener: (reachable: boolean) => void): () => void },
  log: Logger,
): StreamHub {
  const listeners = new Set<StreamListener>();
  const started = once<StreamPosition>();
  let position: StreamPosition | undefined;
  let looksLeft = 0;
  let again: NodeJS.Timeout | undefined;

  const work = async (): Promise<number> => {
    if (!position) {
      position = await presentPosition(db);
      started.resolve(position);
    }
    const batch = await readStream(db, { after: position, limit: batchSize });
    const last = batch.at(-1);
    if (last) {
      position = last;
      for (const listener of listeners) listener.events(batch);
    } else if (looksLeft > 0) {
      looksLeft -= 1;
      again = setTimeout(() => loop.wake(), lookAgainMs);
    }
    return batch.length;
  };
  const loop = startLoop({ name: 'stream', everyMs: pollMs, work, log });
  const notifications = listen(db, 'ticket_events', () => {
    looksLeft = lookAgainTimes;
    loop.wake();
  });
  const endEngine = engine.onChange((reachable) => {
    for (const listener of listeners) listener.engine(reachable);
  });

  return {
    position: async () => position ?? started.promise,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recheck() {
      for (const listener of [...listeners]) listener.recheck();
    },
    async stop() {
      started.reject(new Error('the stream has stopped'));
      for (const listener of [...listeners]) listener.end();
      endEngine();
      clearTimeout(again);
      await notifications.stop();
      await loop.stop();
    },
  };
}

function once<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let settle: Pick<ReturnType<typeof once<T>>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => undefined);
  return { promise, ...settle! };
}
