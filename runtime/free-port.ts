import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * `wanted` when nobody listens there on loopback, else any free port: one below those that systems
 * give to outgoing connections (Linux from 32768, others from 49152, RFC 6335), so that none of them
 * has it when a server comes back to it.
 */
export async function freePort(wanted = 0): Promise<number> {
  const found = wanted === 0 ? undefined : await tryPort(wanted);
  if (found !== undefined) return found;
  for (let tries = 0; tries < 100; tries += 1) {
    const other = await tryPort(randomInt(20_000, 32_000));
    if (other !== undefined) return other;
  }
  throw new Error('there is no free port on 127.0.0.1');
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
