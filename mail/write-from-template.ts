import { randomUUID } from 'node:crypto';
import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import { findMailTemplate } from '../db/mail-template-store';
import { plainHtml } from '../domain/mail/plain-html';
import type {
  MailTemplateKey,
  MailTemplateValues,
  MailTemplateWords,
} from '../domain/mail/templates';
import { writeMail, type WrittenMail } from '../flows/templates/mail-template';

interface Around {
  /** Told when an admin's words could not be used. */
  log?: Pick<Logger, 'warn'> | undefined;
  transaction?: Transaction | undefined;
}

/** Subject and text of a mail, in the admin's words or the standard ones; never without. */
export async function writeFromTemplate<K extends MailTemplateKey>(
  db: Database,
  key: K,
  values: MailTemplateValues<K>,
  { log, transaction }: Around = {},
): Promise<{ subject: string; text: string }> {
  const changed = await findMailTemplate(db, key, transaction);
  const { subject, text, problem } = writeMail(key, changed, values);
  if (problem !== null) log?.warn({ template: key, problem }, failed);
  return { subject: subject ?? '', text };
}

/** An agent's words in their frame, as text and as HTML. */
export async function frameReply(
  db: Database,
  reply: { text: string; html: string },
  values: Omit<MailTemplateValues<'reply'>, 'reply'>,
  { log, transaction }: Around = {},
): Promise<{ text: string; html: string }> {
  const changed = await findMailTemplate(db, 'reply', transaction);
  const { problem, ...framed } = framedReply(changed, reply, values);
  if (problem !== null) log?.warn({ template: 'reply', problem }, failed);
  return framed;
}

/** The same with words that need not be stored. */
export function framedReply(
  words: MailTemplateWords | null,
  reply: { text: string; html: string },
  values: Omit<MailTemplateValues<'reply'>, 'reply'>,
): { text: string; html: string } & Pick<WrittenMail, 'problem'> {
  // Nobody can guess it, so no other value can bring a second reply in.
  const place = randomUUID();
  const { text, problem } = writeMail('reply', words, { ...values, reply: place });
  return {
    text: text.replaceAll(place, () => reply.text),
    html: plainHtml(text).replaceAll(place, () => reply.html),
    problem,
  };
}

const failed = 'a mail template cannot be used, the standard words were sent';
