import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError } from '../domain/domain-error';
import { startLoop } from '../automation/loop';
import { createApp } from './app';
import type { ApiDeps, ApiSettings } from './deps';
import { openDirectory } from './people/directory';
import { createMetrics } from './service/metrics';
import { startNewsHub } from './stream/news-hub';
import { startNotificationHub } from './stream/notification-hub';
import { startStreamHub } from './stream/hub';

export interface ApiServer {
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  port: number;
  /** Ends event streams, takes nothing new and lets running requests finish. */
  stop(): Promise<void>;
}

const probeEveryMs = 3_000;
const graceMs = 10_000;

/** Starts the API on `host:port` (0: any free port). Throws `port-in-use` with what to do. */
export async function startApiServer(
  settings: Omit<ApiSettings, 'publicUrl'> & { publicUrl?: string | undefined },
  { host, port }: { host: string; port: number },
): Promise<ApiServer> {
  const { db, engine, log } = settings;
  const server = createServer();
  server.requestTimeout = 120_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 65_000;
  const taken = await listenOn(server, host, port);

  const stream = startStreamHub(db, engine, log);
  const conversations = startNewsHub(db, 'conversations');
  const presence = startNewsHub(db, 'presence');
  const notifications = startNotificationHub(db);
  const publicUrl = settings.publicUrl ?? `http://localhost:${taken}`;
  const deps: ApiDeps = {
    ...settings,
    publicUrl,
    directory: openDirectory(db),
    metrics: createMetrics(),
    stream,
    conversations,
    presence,
    notifications,
  };
  server.on('request', createApp(deps));
  const probe = startLoop({
    name: 'engine-probe',
    everyMs: probeEveryMs,
    log,
    // The engine itself tells of its going and coming; without calls it would not notice.
    work: () =>
      engine
        .call('probe', (client) => client.workflowService.getSystemInfo({}))
        .then(
          () => 0,
          () => 0,
        ),
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await stream.stop();
      await conversations.stop();
      await presence.stop();
      await notifications.stop();
      // A connection is idle only once its request is answered, so look again until all are gone.
      const idle = setInterval(() => server.closeIdleConnections(), 20);
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
      await probe.stop();
    },
  };
}

async function listenOn(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(listenProblem(error, host, port)),
    );
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const sentence = `Port ${port} is in use by another program; set PORT to a free one (PORT=0 takes any).`;
    return new DomainError('port-in-use', sentence, [], { cause: error });
  }
  if (error.code === 'EACCES') {
    const sentence = `Port ${port} may not be used without more rights; set PORT to one above 1023.`;
    return new DomainError('port-not-allowed', sentence, [], { cause: error });
  }
  if (error.code === 'EADDRNOTAVAIL') {
    const sentence = `${host} is no address of this machine; set HOST to 127.0.0.1 or 0.0.0.0.`;
    return new DomainError('host-wrong', sentence, [], { cause: error });
  }
  return error;
}
