import { Server, ServerCredentials } from '@grpc/grpc-js';
import { openLine } from '../../automation/line';
import { eventually } from '../support/eventually';

async function aServer(port = 0): Promise<{ server: Server; port: number }> {
  const server = new Server();
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { server, port: bound };
}

test('a server that is replaced within a moment is noticed, once', async () => {
  const first = await aServer();
  const line = openLine(`127.0.0.1:${first.port}`, { tls: false });
  let cuts = 0;
  line.onCut(() => (cuts += 1));
  await line.connected();
  expect(cuts).toBe(0);

  first.server.forceShutdown();
  const second = await aServer(first.port);
  await eventually(() => cuts > 0);
  await line.connected();

  expect(cuts).toBe(1);
  line.close();
  second.server.forceShutdown();
});
