import { createTransport } from 'nodemailer';
import { findCaughtMail } from '../db/caught-mail-store';
import type { Database } from '../db/database';
import { findInboundMailByRfcId, type InboundMail } from '../db/inbound-mail-store';
import { listMailboxes } from '../db/mailbox-store';
import { DomainError } from '../domain/domain-error';
import { domainOf } from '../domain/mail/address';
import { boundedReferences } from '../domain/mail/message-id';
import { oneLine } from '../domain/mail/subject';
import { stableUuid } from '../tickets/stable-uuid';
import type { MailIntake } from './mail-intake';
import { peopleIn } from './parse-mail';
import { readMail } from './read-mail';

export interface CustomerDesk {
  db: Database;
  intake: Pick<MailIntake, 'settled'>;
  /** Where the product's own SMTP intake listens. */
  smtp: { host: string; port: number };
  /** A request that comes again under the same id writes no second mail. */
  requestId: string;
}

/**
 * Answers a caught mail as the person who got it would from their mail program, through the real
 * SMTP intake. Answers what became of it. For trying things out with the local catcher only.
 */
export async function replyAsCustomer(
  desk: CustomerDesk,
  { caughtId, text }: { caughtId: string; text: string },
): Promise<InboundMail> {
  const caught = await findCaughtMail(desk.db, caughtId);
  if (!caught) throw new DomainError('mail-not-found', `There is no caught mail ${caughtId}.`);
  const from = caught.to[0]!;
  const { header } = await readMail(caught.raw);
  const to = peopleIn(header('reply-to') ?? caught.from)[0]!.address;
  const references = [...caught.references, caught.messageId ?? []].flat();
  return send(desk, {
    from: { name: '', address: from },
    to,
    subject: /^re:/i.test(caught.subject) ? caught.subject : `Re: ${caught.subject}`,
    text: `${text}\n\nOn ${caught.receivedAt.toUTCString()}, ${to} wrote:\n${quoted(caught.text)}`,
    ...(caught.messageId === null ? {} : { inReplyTo: caught.messageId }),
    references: boundedReferences(references),
  });
}

/** Writes a mail to the default mailbox as a customer nobody knows yet. */
export async function writeAsCustomer(
  desk: CustomerDesk,
  mail: { from: string; name?: string | undefined; subject: string; text: string },
): Promise<InboundMail> {
  const [mailbox] = await listMailboxes(desk.db);
  if (!mailbox) {
    throw new DomainError('no-mailbox', 'No mailbox is set up to write to; add one first.');
  }
  return send(desk, {
    from: { name: oneLine(mail.name ?? ''), address: mail.from },
    to: mailbox.address,
    subject: oneLine(mail.subject),
    text: mail.text,
    references: [],
  });
}

interface Written {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  inReplyTo?: string;
  references: string[];
}

async function send(desk: CustomerDesk, mail: Written): Promise<InboundMail> {
  const { db, intake, smtp } = desk;
  const messageId = `<${stableUuid(desk.requestId)}@${domainOf(mail.from.address)}>`;
  const before = await findInboundMailByRfcId(db, messageId);
  if (before) return before;

  const transport = createTransport({ host: smtp.host, port: smtp.port, secure: false });
  try {
    await transport.sendMail({
      ...mail,
      messageId,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } catch (error) {
    const said = (error as { response?: string }).response ?? String(error);
    throw new DomainError('mail-not-taken', `The mail was not taken: ${said}`, [], {
      cause: error,
    });
  } finally {
    transport.close();
  }
  const stored = (await findInboundMailByRfcId(db, messageId))!;
  return (await intake.settled(stored.id, 5_000))!;
}

function quoted(text: string): string {
  const lines = text.split('\n').map((line) => `> ${line}`);
  return lines.join('\n');
}
