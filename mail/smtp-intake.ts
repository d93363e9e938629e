import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Database } from '../db/database';
import { mailTexts } from '../domain/mail/messages';
import type { MailIntake } from './mail-intake';
import { openRecipientCheck } from './recipients';

export interface SmtpServerHandle {
  port: number;
  /** Takes no more connections, and ends when the mails being taken in are stored or refused. */
  stop(): Promise<void>;
}

const megabyte = 1024 * 1024;
const maxRecipients = 100;

/**
 * Takes mail by SMTP for our mailboxes. 250 is said after the mail is stored, never before;
 * 451 when it cannot be stored now; 550 for an address that is not ours; 552 when it is too large.
 */
export async function startSmtpIntake(options: {
  db: Database;
  intake: Pick<MailIntake, 'receive'>;
  host?: string;
  /** 0: any free port. */
  port: number;
  /** With a key and a certificate STARTTLS is offered. */
  tls?: { key: string | Buffer; cert: string | Buffer };
  maxMegabytes?: number;
  log: Logger;
}): Promise<SmtpServerHandle> {
  const { intake, tls, maxMegabytes = 50, log } = options;
  const refusalOf = openRecipientCheck(options.db);
  const underWay = new Set<Promise<unknown>>();

  const takeIn = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<string> => {
    const raw = await readAll(stream, maxMegabytes * megabyte);
    if (raw === null) throw smtpError(552, mailTexts.tooLarge(maxMegabytes));
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      remoteAddress: session.remoteAddress,
    };
    const { id } = await intake.receive({ raw, via: 'smtp', envelope });
    return mailTexts.queued(id);
  };

  const server = new SMTPServer({
    banner: 'Ticketloom',
    authOptional: true,
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...tls,
    size: maxMegabytes * megabyte,
    disableReverseLookup: true,
    maxClients: 200,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo(address, session, callback) {
      if (session.envelope.rcptTo.length >= maxRecipients) {
        callback(smtpError(452, mailTexts.tryLater));
        return;
      }
      refusalOf(address.address).then(
        (refusal) => callback(refusal === null ? null : smtpError(550, refusal)),
        (err: unknown) => {
          log.warn({ err }, 'a recipient could not be checked');
          callback(smtpError(451, mailTexts.tryLater));
        },
      );
    },
    onData(stream, session, callback) {
      const work = takeIn(stream, session)
        .then(
          (kept) => callback(null, kept),
          (err: unknown) => callback(isSmtpError(err) ? err : notStored(err)),
        )
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
  });
  const notStored = (err: unknown): SmtpError => {
    log.warn({ err }, 'a mail could not be stored, its sender tries again');
    return smtpError(451, mailTexts.tryLater);
  };
  server.on('error', (err: unknown) => log.debug({ err }, 'an SMTP connection broke'));

  const port = await listen(server, options.port, options.host ?? '0.0.0.0');
  return {
    port,
    stop: () => endServer(server, underWay),
  };
}

/** Waits until the server listens and answers the port; rejects with the system's error. */
export async function listen(server: SMTPServer, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  return (server.server.address() as AddressInfo).port;
}

/** Takes no more connections, lets mails under way end, and says goodbye to who is still there. */
export async function endServer(
  server: SMTPServer,
  underWay: Iterable<Promise<unknown>> = [],
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.allSettled(underWay);
  for (const connection of server.connections) {
    connection.send(421, 'Server shutting down');
    connection.close();
  }
  await closed;
}

/** All of a stream, or null when it is longer than allowed; it is read to its end either way. */
export async function readAll(stream: Readable, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= maxBytes ? Buffer.concat(chunks, size) : null;
}

type SmtpError = Error & { responseCode: number };

export function smtpError(responseCode: number, message: string): SmtpError {
  return Object.assign(new Error(message), { responseCode });
}

function isSmtpError(error: unknown): error is SmtpError {
  return error instanceof Error && 'responseCode' in error;
}
