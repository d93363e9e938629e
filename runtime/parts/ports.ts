import { createServer } from 'node:net';
import { DomainError } from '../../domain/domain-error';
import { freePort } from '../free-port';
import type { Part } from '../product';

/** Finds out about a port in use before anything slow is started. */
export const ports: Part = {
  name: 'ports',
  roles: ['all', 'api', 'worker'],
  async start(product) {
    const { env } = product;
    product.publicUrl = env.publicUrl ?? `http://localhost:${env.port}`;
    if (env.role === 'worker') return;
    product.httpPort = env.port || (await freePort());
    await mustBeFree(env.host, product.httpPort, 'PORT');
    if (env.smtpPort) await mustBeFree(env.host, env.smtpPort, 'SMTP_PORT');
    product.publicUrl = env.publicUrl ?? `http://localhost:${product.httpPort}`;
  },
};

async function mustBeFree(host: string, port: number, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(portProblem(error, { host, port, variable })));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** The system's error about a port as a sentence that says what to do. */
export function portProblem(
  error: NodeJS.ErrnoException,
  where: { host: string; port: number; variable: string },
): Error {
  const { host, port, variable } = where;
  const problem = (code: string, sentence: string): Error =>
    new DomainError(code, sentence, [], { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return problem(
        'port-in-use',
        `Port ${port} is in use by another program: stop that one, or set ${variable} to a free ` +
          `port (${variable}=0 takes any).`,
      );
    case 'EACCES':
      return problem(
        'port-not-allowed',
        `This user may not listen on port ${port}: set ${variable} to a port above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return problem(
        'host-unknown',
        `This machine has no address ${host} to listen on: set HOST to 127.0.0.1 (this machine ` +
          'only) or 0.0.0.0 (every network).',
      );
    default:
      return error;
  }
}
