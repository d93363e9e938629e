import type { Database } from '../../db/database';
import { listen } from '../../db/notifications';

/** Null: any conversation may have changed, look yourself. */
export type ConversationListener = (id: string | null) => unknown;

export interface ConversationHub {
  /** Calls back for each conversation that changes; `end` when the process stops. */
  subscribe(changed: ConversationListener, end: () => void): () => void;
  stop(): Promise<void>;
}

/** Hears once for all clients of this process which conversations change. */
export function startConversationHub(db: Database): ConversationHub {
  const listeners = new Map<ConversationListener, () => void>();
  const notifications = listen(db, 'conversations', (payload) => {
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
