import type { Database } from '../../db/database';
import { listen } from '../../db/notifications';

export interface NotificationHub {
  /** Calls back when this agent was told something or has read it. */
  subscribe(agentId: string, changed: () => void): () => void;
  stop(): Promise<void>;
}

/** Hears once for all clients of this process whose notifications changed. */
export function startNotificationHub(db: Database): NotificationHub {
  const listeners = new Map<() => void, string>();
  const notifications = listen(db, 'notifications', (payload) => {
    for (const [changed, agentId] of listeners) {
      if (payload === '' || payload === agentId) changed();
    }
  });
  return {
    subscribe(agentId, changed) {
      listeners.set(changed, agentId);
      return () => listeners.delete(changed);
    },
    stop: () => notifications.stop(),
  };
}
