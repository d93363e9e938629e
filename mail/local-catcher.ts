import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import { storeCaughtMail } from '../db/caught-mail-store';
import type { Database } from '../db/database';
import { mailTexts } from '../domain/mail/messages';
import type { Person } from './parse-mail';
import { harmlessHtml, readMail } from './read-mail';
import { endServer, listen, readAll, smtpError, type SmtpServerHandle } from './smtp-intake';

const maxBytes = 60 * 1024 * 1024;

/**
 * The mail server of the embedded default: on loopback, takes everything, delivers nothing, and
 * keeps what it got in the database for people to look at.
 */
export async function startLocalCatcher(options: {
  db: Database;
  /** 0: any free port. */
  port?: number;
  log: Logger;
}): Promise<Omit<SmtpServerHandle, 'useCertificate'> & { url: string }> {
  const { db, log } = options;
  const server = new SMTPServer({
    banner: 'Ticketloom local catcher',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 2_000,
    onData(stream, session, callback) {
      const envelopeTo = session.envelope.rcptTo.map(({ address }) => address);
      readAll(stream, maxBytes)
        .then((raw) =>
          typeof raw === 'string' ? Promise.reject(tooLarge()) : keep(db, raw, envelopeTo),
        )
        .then(
          () => callback(null),
          (err: unknown) => {
            log.warn({ err }, 'the local catcher could not keep a mail');
            callback(smtpError(451, mailTexts.tryLater));
          },
        );
    },
  });
  server.on('error', (err: unknown) => log.debug({ err }, 'a connection to the catcher broke'));
  const port = await listen(server, options.port ?? 0, '127.0.0.1');
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => endServer(server),
  };
}

async function keep(db: Database, raw: Buffer, envelopeTo: string[]): Promise<void> {
  const mail = await readMail(raw);
  const to = addresses(mail.to);
  await storeCaughtMail(db, {
    from: mail.from ? written(mail.from) : '',
    to: to.length > 0 ? to : envelopeTo,
    cc: addresses(mail.cc),
    subject: mail.subject,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo[0] ?? null,
    references: mail.references,
    text: mail.text,
    html: await harmlessHtml(mail.html),
    raw,
  });
}

function written({ name, address }: Person): string {
  return name === '' ? address : `${name} <${address}>`;
}

function addresses(people: readonly Person[]): string[] {
  return people.map(({ address }) => address);
}

function tooLarge(): Error {
  return new Error(mailTexts.tooLarge(maxBytes / 1024 / 1024));
}
