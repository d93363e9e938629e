import { useSyncExternalStore } from 'react';

/** What the server says about one ticket: its number and the seq of its newest event. */
export interface TicketChanged {
  number: number;
  version: number;
}

export type Connection = 'connecting' | 'live' | 'lost';

type StreamNews =
  | { kind: 'ticket'; change: TicketChanged }
  /** Something may have been missed: read again what is shown. */
  | { kind: 'reset' }
  /** A conversation of the Inbox changed; null: any may have. */
  | { kind: 'conversation'; id: string | null }
  /** Somebody came to a ticket, left it or began to write there. */
  | { kind: 'presence'; number: number }
  /** The agent was told something, or has read it. */
  | { kind: 'notifications' }
  /** The automation engine went away or came back. */
  | { kind: 'engine' }
  | { kind: 'connection'; connection: Connection };

/**
 * The server's event stream, once a browser: a browser has six HTTP/1.1 connections a host, so the
 * tab that holds the lock listens and tells the others. Returns how to end it.
 */
export function openStream(): () => void {
  const abort = new AbortController();
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('ticketloom-stream') : null;
  channel?.addEventListener('message', (message) => take(message.data as StreamNews));
  const tell = (news: StreamNews): void => {
    take(news);
    channel?.postMessage(news);
  };

  if (navigator.locks && channel) {
    const lock = { signal: abort.signal };
    // A follower does not know how the leader fares until it says so; it shows nothing until then.
    navigator.locks
      .request('ticketloom-stream', lock, () => listen(tell, abort.signal))
      .catch(() => undefined);
  } else {
    void listen(tell, abort.signal);
  }
  return () => {
    abort.abort();
    channel?.close();
  };
}

/** Listens until the signal; the browser reconnects by itself with Last-Event-ID. */
function listen(tell: (news: StreamNews) => void, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source = new EventSource('/api/v1/stream');
      source.onopen = () => tell({ kind: 'connection', connection: 'live' });
      source.addEventListener('ticket.changed', (event) =>
        tell({ kind: 'ticket', change: JSON.parse(event.data as string) as TicketChanged }),
      );
      source.addEventListener('conversation.changed', (event) =>
        tell({
          kind: 'conversation',
          id: (JSON.parse(event.data as string) as { id: string | null }).id,
        }),
      );
      source.addEventListener('presence.changed', (event) =>
        tell({
          kind: 'presence',
          number: (JSON.parse(event.data as string) as { number: number }).number,
        }),
      );
      source.addEventListener('notifications.changed', () => tell({ kind: 'notifications' }));
      // What changed while nobody listened is not told of again.
      source.addEventListener('ready', () => {
        tell({ kind: 'conversation', id: null });
        tell({ kind: 'notifications' });
      });
      source.addEventListener('engine.changed', () => tell({ kind: 'engine' }));
      source.addEventListener('reset', () => tell({ kind: 'reset' }));
      source.onerror = () => {
        tell({ kind: 'connection', connection: 'lost' });
        // The browser gives up for good after a refusal (a proxy's 502, say); we do not.
        if (source?.readyState !== EventSource.CLOSED) return;
        retry = setTimeout(() => {
          open();
          tell({ kind: 'reset' });
        }, 3_000);
      };
    };
    until.addEventListener('abort', () => {
      clearTimeout(retry);
      source?.close();
      resolve();
    });
    open();
  });
}

let connection: Connection = 'connecting';
const connectionWatchers = new Set<() => void>();
const newsWatchers = new Set<(change: TicketChanged | 'reset') => void>();
const engineWatchers = new Set<() => void>();
const notificationWatchers = new Set<() => void>();
const presenceWatchers = new Set<(number: number) => void>();
const conversationWatchers = new Set<(id: string | null) => void>();

function take(news: StreamNews): void {
  if (news.kind === 'connection') {
    connection = news.connection;
    for (const watcher of connectionWatchers) watcher();
    return;
  }
  if (news.kind === 'engine') {
    for (const watcher of engineWatchers) watcher();
    return;
  }
  if (news.kind === 'conversation') {
    for (const watcher of conversationWatchers) watcher(news.id);
    return;
  }
  if (news.kind === 'presence') {
    for (const watcher of presenceWatchers) watcher(news.number);
    return;
  }
  if (news.kind === 'notifications') {
    for (const watcher of notificationWatchers) watcher();
    return;
  }
  for (const watcher of newsWatchers) watcher(news.kind === 'ticket' ? news.change : 'reset');
}

/** Calls back for each ticket that changed, or with 'reset' when some may have been missed. */
export function onTicketChanged(watcher: (change: TicketChanged | 'reset') => void): () => void {
  newsWatchers.add(watcher);
  return () => newsWatchers.delete(watcher);
}

/** Calls back for each conversation that changed; null: any may have. */
export function onConversationChanged(watcher: (id: string | null) => void): () => void {
  conversationWatchers.add(watcher);
  return () => conversationWatchers.delete(watcher);
}

/** Calls back when the agent was told something, or has read it. */
export function onNotificationsChanged(watcher: () => void): () => void {
  notificationWatchers.add(watcher);
  return () => notificationWatchers.delete(watcher);
}

/** Calls back with the number of a ticket that somebody came to, left or began to write on. */
export function onPresenceChanged(watcher: (number: number) => void): () => void {
  presenceWatchers.add(watcher);
  return () => presenceWatchers.delete(watcher);
}

/** Calls back when the automation engine went away or came back. */
export function onEngineChanged(watcher: () => void): () => void {
  engineWatchers.add(watcher);
  return () => engineWatchers.delete(watcher);
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      connectionWatchers.add(watcher);
      return () => connectionWatchers.delete(watcher);
    },
    () => connection,
  );
}
