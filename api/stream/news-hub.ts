import type { Database } from '../../db/database';
import { listen, type Channel } from '../../db/notifications';

/** What the news is about; null: anything may have changed, look yourself. */
export type NewsListener = (about: string | null) => unknown;

export interface NewsHub {
  /** Calls back for each piece of news; `end` when the process stops. */
  subscribe(changed: NewsListener, end: () => void): () => void;
  stop(): Promise<void>;
}

/** Hears once, for all clients of this process, what is told on a channel of the database. */
export function startNewsHub(db: Database, channel: Channel): NewsHub {
  const listeners = new Map<NewsListener, () => void>();
  const notifications = listen(db, channel, (payload) => {
    for (const changed of listeners.keys()) changed(payload || null);
  });
  return {
    subscribe(changed, end) {
      listeners.set(changed, end);
      return () => listeners.delete(changed);
    },
    async stop() {
      for (const end of [...listeners.values()]) end();
      await notifications.stop();
    },
  };
}
