import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail server that answers each line of its client by a word at its beginning; `CONN` is the greeting. */
export async function aLinesServer(answers: Record<string, string>) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(`${answers.CONN ?? '220 mx.example'}\r\n`);
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n').filter(Boolean)) {
        const word = /^[A-Z]+/i.exec(line)?.[0].toUpperCase() ?? '';
        socket.write(`${answers[word] ?? '250 fine'}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  };
  return { url: `smtp://127.0.0.1:${port}`, stop };
}
