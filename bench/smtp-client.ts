import net from 'node:net';

/** A mail server that has a connection open and hands over one mail after the other (RFC 5321). */
export interface SmtpClient {
  /** Resolves at the 250 that says that the mail was taken; rejects on any refusal. */
  send(mail: { from: string; to: string; raw: Buffer }): Promise<void>;
  close(): void;
}

export async function openSmtpClient(port: number): Promise<SmtpClient> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  let waiting: ((reply: string) => void) | undefined;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const reply = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(received)?.[0];
    if (reply === undefined || !waiting) return;
    received = received.slice(reply.length);
    const tell = waiting;
    waiting = undefined;
    tell(reply);
  });
  const exchange = async (text: string | Buffer, code: string): Promise<void> => {
    const reply = await new Promise<string>((resolve) => {
      waiting = resolve;
      socket.write(text);
    });
    if (!reply.startsWith(code)) throw new Error(`SMTP: ${reply}`);
  };
  await exchange('', '220');
  await exchange('EHLO bench.example.org\r\n', '250');
  return {
    async send({ from, to, raw }) {
      await exchange(`MAIL FROM:<${from}>\r\n`, '250');
      await exchange(`RCPT TO:<${to}>\r\n`, '250');
      await exchange('DATA\r\n', '354');
      await exchange(Buffer.concat([raw, Buffer.from('\r\n.\r\n')]), '250');
    },
    close: () => socket.end('QUIT\r\n'),
  };
}
