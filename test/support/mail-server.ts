import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readAll, smtpError } from '../../mail/smtp-intake';

/**
 * A mail server that answers each attempt with the next code, then takes everything. With a
 * password it wants to be signed in to. `refusals`: what it answers to a recipient; the test may change it.
 */
export async function aMailServer(codes: number[], auth?: { user: string; password: string }) {
  const raws: Buffer[] = [];
  const recipients: string[][] = [];
  const refusals = new Map<string, number>();
  const left = [...codes];
  const server = new SMTPServer({
    authOptional: auth === undefined,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      const isRight = username === auth?.user && password === auth?.password;
      callback(isRight ? null : smtpError(535, 'wrong name or password'), { user: username });
    },
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      const code = refusals.get(address);
      callback(code === undefined ? null : smtpError(code, `no room for ${address}`));
    },
    onData(stream, { envelope }, callback) {
      void readAll(stream, 10_000_000).then((raw) => {
        if (Buffer.isBuffer(raw)) raws.push(raw);
        recipients.push(envelope.rcptTo.map(({ address }) => address));
        const code = left.shift();
        callback(code === undefined ? null : smtpError(code, 'not for <kim@customer.example>'));
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}`;
  return { raws, recipients, refusals, port, url, stop: () => server.close() };
}
