import type { Database } from '../db/database';
import { readInstallation } from '../db/installation';
import { listMailboxes } from '../db/mailbox-store';
import { plainHtml } from '../domain/mail/plain-html';
import { referenceTag } from '../domain/mail/reference-tag';
import { oneLine, replySubject } from '../domain/mail/subject';
import {
  mailTemplates,
  type MailTemplateKey,
  type MailTemplateWords,
} from '../domain/mail/templates';
import { exampleValues, writeMail } from '../flows/templates/mail-template';
import { readTicket } from '../tickets/read-ticket';
import { signatureFooter } from './signature';
import { tagKey } from './tag-key';
import { framedReply } from './write-from-template';

type Values = Record<string, string | number | null>;

/**
 * A mail in these words, which have no problems, with example values or those of a ticket; as it
 * would leave the default mailbox. Null: there is no such ticket.
 */
export async function previewTemplate(
  db: Database,
  key: MailTemplateKey,
  words: MailTemplateWords,
  ticket?: number,
): Promise<{ subject: string; text: string; html: string } | null> {
  const ofTicket = ticket === undefined ? {} : await valuesOf(db, ticket);
  if (!ofTicket) return null;
  const [mailbox] = await listMailboxes(db);
  const values: Values = {
    ...exampleValues(key),
    ...ofTicket,
    ...(mailbox ? { 'mailbox.name': mailbox.name } : {}),
  };
  const { subject, text, html } = written(key, words, values);
  if (mailTemplates[key].goesTo === 'agent') return { subject: oneLine(subject ?? ''), text, html };

  const tag = referenceTag(Number(values['ticket.number']), tagKey(await readInstallation(db)));
  const signature = signatureFooter(mailbox ?? { signature: '' });
  return {
    subject:
      subject === null
        ? replySubject(String(values['ticket.title']), tag)
        : `${oneLine(subject)} ${tag}`,
    text: `${text}${signature.text}`,
    html: `${html}${signature.html}`,
  };
}

function written(
  key: MailTemplateKey,
  words: MailTemplateWords,
  values: Values,
): { subject: string | null; text: string; html: string } {
  if (key === 'reply') {
    const text = String(values['reply']);
    const reply = { text, html: plainHtml(text) };
    return { subject: null, ...framedReply(words, reply, values as never) };
  }
  const { subject, text } = writeMail(key, words, values as never);
  return { subject, text, html: plainHtml(text) };
}

async function valuesOf(db: Database, number: number): Promise<Values | null> {
  const found = await readTicket(db, number);
  if (!found) return null;
  const { title, priority } = found.ticket;
  const { name, email } = found.requester;
  return {
    'ticket.number': number,
    'ticket.title': title,
    'ticket.priority': priority,
    'requester.name': name,
    'requester.nameAndEmail': name ? `${name} <${email}>` : email,
  };
}
