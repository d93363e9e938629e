import { Client } from 'pg';
import { query, type Database, type Transaction } from './database';

/**
 * `ticket_events`: a ticket number has new events. `work`: rows wait to be started, by kind.
 * `conversations`: the id of a conversation that changed. `notifications`: the id of an agent who
 * was told something, or has read it. `presence`: a ticket number that somebody came to or left.
 */
export type Channel = 'ticket_events' | 'work' | 'conversations' | 'notifications' | 'presence';

export type WorkKind =
  | 'deliveries'
  | 'flow_cancels'
  | 'flow_moves'
  | 'flow_occurrences'
  | 'flow_runs'
  | 'flow_schedules'
  | 'flow_waits'
  | 'inbound_mails';

/** Tells the other processes, when the transaction commits, that there is something to start. */
export async function notifyWork(
  db: Database,
  kind: WorkKind,
  transaction?: Transaction,
): Promise<void> {
  await query(db, `SELECT pg_notify('work', $1)`, [kind], transaction);
}

/**
 * Hears NOTIFY on a connection of its own, which Sequelize has not. A lost connection comes back
 * by itself; what was told meanwhile is not heard, so listeners poll as well. After each
 * (re)connection the handler is called once with an empty payload: look for yourself.
 */
export function listen(
  db: Database,
  channel: Channel,
  handler: (payload: string) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    if (stopped) return;
    const next = new Client({ connectionString: db.url, connectionTimeoutMillis: 2_000 });
    client = next;
    const reconnect = (): void => {
      if (client !== next || stopped) return;
      client = undefined;
      next.removeAllListeners();
      next.on('error', () => undefined);
      next.end().catch(() => undefined);
      retry = setTimeout(() => void connect(), 500);
    };
    next.on('error', reconnect);
    next.on('end', reconnect);
    next.on('notification', (message) => handler(message.payload ?? ''));
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      handler('');
    } catch {
      reconnect();
    }
  };
  const connecting = connect();

  return {
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await connecting.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}
