import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Database } from '../db/database';
import { mailTexts } from '../domain/mail/messages';
import type { Certificate } from './certificate';
import type { MailIntake } from './mail-intake';
import { openMemoryBudget, type MemoryBudget } from './memory-budget';
import { openRecipientCheck } from './recipients';
import { openSenderShares } from './sender-shares';

export interface SmtpServerHandle {
  port: number;
  /** New connections get this certificate. */
  useCertificate(certificate: Certificate): void;
  /** Takes no more connections, and ends when the mails being taken in are stored or refused. */
  stop(): Promise<void>;
}

const megabyte = 1024 * 1024;
const maxRecipients = 100;
/** All mails that are being taken in together, so that many large ones at once are no danger. */
const memoryForMails = 256 * megabyte;
/** What one address may have at once: as much as a mail server needs, and a part of it all. */
const shareOfOne = { connections: 20, bytes: 64 * megabyte };
/** From DATA to the end of a mail, however slowly it drips in (RFC 5321, 4.5.3.2). */
const longestDataMs = 10 * 60_000;

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
  tls?: Certificate | undefined;
  maxMegabytes?: number;
  memory?: MemoryBudget;
  /** Networks of our own mail servers, which have no share of their own. */
  relays?: readonly string[];
  share?: { connections: number; bytes: number };
  dataMs?: number;
  log: Logger;
}): Promise<SmtpServerHandle> {
  const { intake, tls, maxMegabytes = 50, dataMs = longestDataMs, log } = options;
  const refusalOf = openRecipientCheck(options.db);
  const underWay = new Set<Promise<unknown>>();
  const { relays = [], share = shareOfOne } = options;
  const memoryOfAll = options.memory ?? openMemoryBudget(memoryForMails);
  const shares = openSenderShares(memoryOfAll, { relays, ...share });

  const takeIn = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<string> => {
    const memory = shares.memoryOf(session);
    const limit = setTimeout(() => hangUp(stream, session), dataMs);
    const read = await readAll(stream, maxMegabytes * megabyte, memory).finally(() =>
      clearTimeout(limit),
    );
    if (read === 'too-large') throw smtpError(552, mailTexts.tooLarge(maxMegabytes));
    if (read === 'no-memory') throw smtpError(452, mailTexts.tooMuchAtOnce);
    try {
      return await keep(read, session);
    } finally {
      memory.giveBack(read.length);
    }
  };

  const keep = async (raw: Buffer, session: SMTPServerSession): Promise<string> => {
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      remoteAddress: session.remoteAddress,
      helo: session.hostNameAppearsAs || '',
    };
    const { id } = await intake.receive({ raw, via: 'smtp', envelope });
    return mailTexts.queued(id);
  };

  /** In the middle of a mail nothing else can be said. */
  const hangUp = (stream: SMTPServerDataStream, session: SMTPServerSession): void => {
    for (const connection of server.connections) {
      if (connection.session.id !== session.id) continue;
      connection.send(421, mailTexts.tooSlow);
      connection.close();
    }
    stream.destroy(new Error('a mail took too long to come in'));
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
    onConnect(session, callback) {
      callback(shares.enter(session) ? null : smtpError(421, mailTexts.tooManyConnections));
    },
    onClose: (session) => shares.leave(session),
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
    useCertificate: (certificate) => server.updateSecureContext(certificate),
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

/**
 * All of a stream, or why not; it is read to its end either way. What it took of the memory is for the
 * caller to give back.
 */
export async function readAll(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
  memory: MemoryBudget = openMemoryBudget(Infinity),
): Promise<Buffer | 'too-large' | 'no-memory'> {
  const chunks: Buffer[] = [];
  let size = 0;
  let refusal: 'too-large' | 'no-memory' | null = null;
  const letGo = (): void => {
    memory.giveBack(size);
    size = 0;
    chunks.length = 0;
  };
  try {
    for await (const chunk of stream) {
      if (refusal !== null) continue;
      if (size + chunk.length > maxBytes) refusal = 'too-large';
      else if (!memory.take(chunk.length)) refusal = 'no-memory';
      if (refusal !== null) {
        letGo();
        continue;
      }
      size += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    letGo();
    throw error;
  }
  return refusal ?? Buffer.concat(chunks, size);
}

type SmtpError = Error & { responseCode: number };

export function smtpError(responseCode: number, message: string): SmtpError {
  return Object.assign(new Error(message), { responseCode });
}

function isSmtpError(error: unknown): error is SmtpError {
  return error instanceof Error && 'responseCode' in error;
}
