import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface WebhookCall {
  /** The `webhook-id` header: the step's idempotency key. */
  key: string;
  run: string;
  step: string;
}

/** The world outside: a webhook receiver and a mail server that remember everything. */
export interface Receivers {
  hookUrl: string;
  smtpUrl: string;
  calls: WebhookCall[];
  /** The Message-ID and the reply's own words of every mail that was taken. */
  mails: { messageId: string; raw: string }[];
  stop(): Promise<void>;
}

/** `middleCallMs`: how long it takes to answer a step `middle`; others are answered at once. */
export async function startReceivers({
  middleCallMs,
}: {
  middleCallMs: number;
}): Promise<Receivers> {
  const calls: WebhookCall[] = [];
  const mails: Receivers['mails'] = [];

  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { run, step } = JSON.parse(body) as { run: string; step: string };
      calls.push({ key: String(request.headers['webhook-id']), run, step });
      const answer = (): void => void response.writeHead(204).end();
      if (step === 'middle') setTimeout(answer, middleCallMs).unref();
      else answer();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let raw = '';
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
      stream.on('end', () => {
        mails.push({ messageId: /^Message-ID:\s*(\S+)/im.exec(raw)?.[1] ?? '', raw });
        done();
      });
    },
  });
  // A sender that is killed in the middle of a mail breaks its connection; that is the point.
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');

  return {
    hookUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook`,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    calls,
    mails,
    async stop() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(resolve)),
      ]);
    },
  };
}
