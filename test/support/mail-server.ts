import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readAll, smtpError } from '../../mail/smtp-intake';

/**
 * A mail server that answers each attempt with the next code, then takes everything. With a
 * password it wants to be signed in to.
 */
export async function aMailServer(codes: number[], auth?: { user: string; password: string }) {
  const raws: Buffer[] = [];
  const left = [...codes];
  const server = new SMTPServer({
    authOptional: auth === undefined,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      const isRight = username === auth?.user && password === auth?.password;
      callback(isRight ? null : smtpError(535, 'wrong name or password'), { user: username });
    },
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      void readAll(stream, 10_000_000).then((raw) => {
        if (Buffer.isBuffer(raw)) raws.push(raw);
        const code = left.shift();
        callback(code === undefined ? null : smtpError(code, 'not for <kim@customer.example>'));
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { raws, port, url: `smtp://127.0.0.1:${port}`, stop: () => server.close() };
}
