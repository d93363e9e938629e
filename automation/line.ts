import { Client, connectivityState, credentials } from '@grpc/grpc-js';

export interface Line {
  /** Tells each time that the connection is lost. */
  onCut(listener: () => void): void;
  /** Settles when the connection stands. */
  connected(): Promise<void>;
  close(): void;
}

/**
 * A connection to a gRPC server on which nothing is asked, held only to see it break: a server that
 * is replaced within a moment answers the next call as if nothing had been, and the clients of the
 * SDK try again by themselves.
 */
export function openLine(address: string, { tls }: { tls: boolean }): Line {
  const client = new Client(address, tls ? credentials.createSsl() : credentials.createInsecure(), {
    'grpc.client_idle_timeout_ms': 2_147_483_647,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
  });
  const channel = client.getChannel();
  const listeners = new Set<() => void>();
  let closed = false;

  const watch = (): void => {
    if (closed) return;
    const before = channel.getConnectivityState(true);
    channel.watchConnectivityState(before, Infinity, () => {
      if (before === connectivityState.READY) listeners.forEach((listener) => listener());
      watch();
    });
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
