import pino from 'pino';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { query, type Database } from '../../db/database';
import { findInboundMail, type InboundMail } from '../../db/inbound-mail-store';
import { createMailbox } from '../../db/mailbox-store';
import type { SenderChecks } from '../../mail/authenticate';
import { openMailIntake, type MailIntake } from '../../mail/mail-intake';
import { startSmtpIntake, type SmtpServerHandle } from '../../mail/smtp-intake';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

export const silent = pino({ level: 'silent' });

/** For tests whose mail comes from our own relay: nobody asks the DNS. */
export const noChecks: SenderChecks = {
  resolveDns: () => Promise.reject(new Error('no test asks the DNS')),
  relays: ['127.0.0.0/8'],
  authservIds: [],
};

/** A database with a mailbox, an agent, and the real way in for mail. */
export interface MailDesk extends TestDatabase {
  intake: MailIntake;
  smtp: SmtpServerHandle;
  agent: { id: string; name: string; email: string };
  /** Sends a mail by SMTP and answers what became of it. */
  arrives(mail: MailAsWritten): Promise<InboundMail>;
  stop(): Promise<void>;
}

export interface MailAsWritten {
  from?: string;
  to?: string | string[];
  subject?: string;
  text?: string;
  messageId?: string;
  date?: Date;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
  /** The null return path of bounces. */
  bounce?: boolean;
  raw?: string | Buffer;
}

export const ourAddress = 'help@desk.example';

export async function aMailDesk(on?: TestDatabase, checks = noChecks): Promise<MailDesk> {
  const desk = on ?? (await anEmptyDatabase());
  await createMailbox(desk.db, { name: 'Example Support', address: ourAddress });
  const [agent] = await query<MailDesk['agent']>(
    desk.db,
    `INSERT INTO agents (name, email, role) VALUES ('Ana Ruiz', 'ana@desk.example', 'agent')
     RETURNING id, name, email`,
  );
  const intake = openMailIntake({ db: desk.db, log: silent, checks });
  const smtp = await startSmtpIntake({
    ...desk,
    intake,
    port: 0,
    host: '127.0.0.1',
    relays: noChecks.relays,
    log: silent,
  });
  return {
    ...desk,
    intake,
    smtp,
    agent: agent!,
    arrives: async (mail) => {
      const id = await sendBySmtp(smtp.port, mail);
      return (await intake.settled(id, 10_000))!;
    },
    async stop() {
      await smtp.stop();
      await intake.stop();
      if (!on) await desk.drop();
    },
  };
}

/** Answers the id under which the mail was kept; throws the server's refusal. */
export async function sendBySmtp(
  port: number,
  mail: MailAsWritten,
  options: SMTPTransport.Options = {},
): Promise<string> {
  const { from = 'Kim Lee <kim@customer.example>', to = ourAddress, bounce, raw, ...rest } = mail;
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ...options });
  try {
    const envelope = {
      from: bounce ? '' : (/<(.*)>/.exec(from)?.[1] ?? from),
      to: [to].flat(),
    };
    const sent = await transport.sendMail(
      raw === undefined ? { from, to, envelope, ...rest } : { envelope, raw },
    );
    return /Kept as (\S+)/.exec(sent.response)![1]!;
  } finally {
    transport.close();
  }
}

export async function rowsOf<T extends object>(db: Database, sql: string): Promise<T[]> {
  return query<T>(db, sql);
}

export async function inboundMail(db: Database, id: string): Promise<InboundMail> {
  return (await findInboundMail(db, id))!;
}
