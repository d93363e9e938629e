import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import { createServer, connect, type AddressInfo } from 'node:net';
import { openLine } from '../../automation/line';
import { eventually } from '../support/eventually';

async function aServer({ port = 0, ...options }: ServerOptions & { port?: number } = {}): Promise<{
  server: Server;
  port: number;
}> {
  const server = new Server(options);
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { server, port: bound };
}

/** Passes connections on to `port` and counts them. */
async function aCounter(port: number) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const onward = connect(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const one of [socket, onward]) one.on('error', () => one.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => server.close(),
  };
}

test('a server that is replaced is noticed, once', async () => {
  const first = await aServer();
  const line = openLine(`127.0.0.1:${first.port}`, { tls: false });
  let cuts = 0;
  line.onCut(() => (cuts += 1));
  await line.connected();
  expect(cuts).toBe(0);

  first.server.forceShutdown();
  await eventually(() => cuts > 0);
  const second = await aServer({ port: first.port });
  await line.connected();

  expect(cuts).toBe(1);
  line.close();
  second.server.forceShutdown();
});

test('a server that ends old connections and takes new ones is not taken for another', async () => {
  const { server, port } = await aServer({
    'grpc.max_connection_age_ms': 20,
    'grpc.max_connection_age_grace_ms': 20,
  });
  const counter = await aCounter(port);
  const line = openLine(`127.0.0.1:${counter.port}`, { tls: false });
  let cuts = 0;
  line.onCut(() => (cuts += 1));

  await eventually(() => counter.connections() > 3);

  expect(cuts).toBe(0);
  line.close();
  counter.close();
  server.forceShutdown();
});
