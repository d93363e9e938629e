import type { Logger } from '../config/logger';
import type { Database, Transaction } from '../db/database';
import { queueDelivery } from '../db/delivery-store';
import { findMailTemplate } from '../db/mail-template-store';
import type { AgentMailFacts } from '../db/notice-mail-store';
import { domainOf } from '../domain/mail/address';
import { automaticHeaders } from '../domain/mail/outgoing-headers';
import { plainHtml } from '../domain/mail/plain-html';
import { oneLine } from '../domain/mail/subject';
import type { MailTemplateValues } from '../domain/mail/templates';
import type { NotificationKind } from '../domain/notification/kind';
import { writeMail } from '../flows/templates/mail-template';

/** One e-mail that tells an agent something. The same key is the same mail. */
export interface AgentMail<K extends NotificationKind> {
  key: string;
  kind: K;
  ticket: number | null;
  facts: AgentMailFacts;
  values: MailTemplateValues<K>;
  log?: Pick<Logger, 'warn'> | undefined;
}

/** Writes it from its template, or the standard one when an admin's words fail, and queues it. */
export async function queueAgentMail<K extends NotificationKind>(
  db: Database,
  { key, kind, ticket, facts, values, log }: AgentMail<K>,
  transaction: Transaction,
): Promise<void> {
  const mail = writeMail(kind, await findMailTemplate(db, kind, transaction), values);
  if (mail.problem !== null) {
    log?.warn(
      { template: kind, problem: mail.problem },
      'a mail template cannot be used, the standard words were sent',
    );
  }
  await queueDelivery(
    db,
    {
      id: facts.deliveryId,
      uniqueKey: key,
      kind: 'notification',
      ticket,
      messageId: null,
      sender: facts.mailbox,
      to: [facts.agent.email],
      cc: [],
      subject: oneLine(mail.subject ?? '').slice(0, 250),
      text: mail.text,
      html: plainHtml(mail.text),
      headers: { ...automaticHeaders },
      rfcMessageId: `<${facts.deliveryId}@${domainOf(facts.mailbox.address)}>`,
      inReplyTo: null,
      references: [],
    },
    transaction,
  );
}
