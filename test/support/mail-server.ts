import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readAll, smtpError } from '../../mail/smtp-intake';

/** A mail server that answers each attempt with the next code, then takes everything. */
export async function aMailServer(codes: number[]) {
  const raws: Buffer[] = [];
  const left = [...codes];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      void readAll(stream, 10_000_000).then((raw) => {
        raws.push(raw!);
        const code = left.shift();
        callback(code === undefined ? null : smtpError(code, 'not for <kim@customer.example>'));
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { raws, url: `smtp://127.0.0.1:${port}`, stop: () => server.close() };
}
