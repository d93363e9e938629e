import { Client, connectivityState, credentials } from '@grpc/grpc-js';

export interface Line {
  /** Tells each time that the connection is lost and does not stand again at once. */
  onCut(listener: () => void): void;
  /** Settles when the connection stands. */
  connected(): Promise<void>;
  close(): void;
}

/**
 * A connection to a gRPC server on which nothing is asked, held only to see it break: a server that
 * is replaced within seconds answers the next call as if nothing had been, and the clients of the
 * SDK try again by themselves. Servers also end connections that are idle or old (Temporal's do so
 * after two and five minutes) and take a new one at once, which is no loss.
 */
export function openLine(address: string, { tls }: { tls: boolean }): Line {
  const client = new Client(address, tls ? credentials.createSsl() : credentials.createInsecure(), {
    'grpc.client_idle_timeout_ms': 2_147_483_647,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
  });
  const channel = client.getChannel();
  const listeners = new Set<() => void>();
  let stood = false;
  let closed = false;

  const watch = (): void => {
    if (closed) return;
    const now = channel.getConnectivityState(true);
    if (now === connectivityState.READY) stood = true;
    if (now === connectivityState.TRANSIENT_FAILURE && stood) {
      stood = false;
      listeners.forEach((listener) => listener());
    }
    channel.watchConnectivityState(now, Infinity, watch);
  };
  watch();

  return {
    onCut: (listener) => void listeners.add(listener),
    connected: () =>
      new Promise((resolve, reject) =>
        client.waitForReady(Infinity, (error) => (error ? reject(error) : resolve())),
      ),
    close() {
      closed = true;
      client.close();
    },
  };
}
