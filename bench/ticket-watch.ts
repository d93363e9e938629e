import { listen } from '../db/notifications';
import type { Database } from '../db/database';

/** Hears when changes of tickets are committed, as the product's own listeners do. */
export interface TicketWatch {
  /**
   * The times (`performance.now()`) of the next `count` changes of a ticket from now on. Rejects
   * when they do not come within 20 seconds.
   */
  next(ticket: number, count: number): Promise<number[]>;
  stop(): Promise<void>;
}

const limitMs = 20_000;

export async function openTicketWatch(db: Database): Promise<TicketWatch> {
  const waiting = new Map<number, (at: number) => void>();
  let connected: () => void;
  const ready = new Promise<void>((resolve) => (connected = resolve));
  const listener = listen(db, 'ticket_events', (payload) => {
    if (payload === '') connected();
    else waiting.get(Number(payload))?.(performance.now());
  });
  await ready;
  return {
    next: (ticket, count) =>
      new Promise((resolve, reject) => {
        const times: number[] = [];
        const limit = setTimeout(() => {
          waiting.delete(ticket);
          reject(new Error(`ticket ${ticket}: ${times.length} of ${count} changes in time`));
        }, limitMs);
        waiting.set(ticket, (at) => {
          if (times.push(at) < count) return;
          clearTimeout(limit);
          waiting.delete(ticket);
          resolve(times);
        });
      }),
    stop: listener.stop,
  };
}
