import type { Database } from '../db/database';
import { findDelivery, findDeliveryByRfcId, markBounced } from '../db/delivery-store';
import type { InboundMailResult } from '../db/inbound-mail-store';
import { readDeliveryReport, type DeliveryReport } from '../domain/mail/delivery-report';
import { mailTexts } from '../domain/mail/messages';
import { submitCommand } from '../tickets/submit-command';
import { cleanLine } from './clean-text';
import type { Incoming } from './intake-facts';
import type { ParsedMail } from './parse-mail';

/**
 * Marks the very mail that came back, by the return path that it had (`returned`) or by what the report
 * names, and tells the ticket when that was an agent's reply or forward.
 * A delay or a success changes nothing. The report itself stays in the list of mails.
 */
export async function recordBounce(
  db: Database,
  { inbound, mail, returned }: Pick<Incoming, 'inbound' | 'mail'> & { returned: string | null },
): Promise<Omit<InboundMailResult, 'messageId'>> {
  const { outcome, diagnosis, messageIds, recipients } = reportOf(mail);
  // What came back names itself; of what the report answers, the newest is its own mail.
  const named = [...messageIds, ...mail.inReplyTo, ...mail.references.toReversed()];
  const delivery =
    (returned && (await findDelivery(db, returned))) || (await findDeliveryByRfcId(db, named));
  if (!delivery) return { outcome: 'ignored', reason: mailTexts.bounceOfNothing, ticket: null };
  const { ticket } = delivery;
  if (outcome !== 'failed') {
    const reason = outcome === 'delayed' ? mailTexts.bounceDelayed : mailTexts.bounceNoFailure;
    return { outcome: 'ignored', reason, ticket };
  }
  const reason = mailTexts.bounced(diagnosis ? cleanLine(diagnosis, 300) : mailTexts.cameBack);
  const bounce = { reason, recipients, reportedAt: inbound.receivedAt };
  if (!(await markBounced(db, delivery.id, bounce))) {
    return { outcome: 'ignored', reason: mailTexts.bounceOfEarlier, ticket };
  }
  const { kind, messageId, retries } = delivery;
  const isMessage = kind === 'reply' || kind === 'forward';
  if (isMessage && messageId && ticket !== null) {
    await submitCommand(db, {
      id: retries === 0 ? `bounce/${delivery.id}` : `bounce/${delivery.id}/${retries}`,
      ticket,
      change: {
        type: 'record-delivery',
        messageId,
        ...(kind === 'forward' ? { of: kind } : {}),
        state: 'failed',
        reason,
      },
      actor: { type: 'system', id: 'mail', name: 'Mail' },
    });
  }
  return { outcome: 'bounce', reason, ticket };
}

/** What a mail server reports: of which mails, and what became of them. */
export function reportOf(mail: ParsedMail): DeliveryReport {
  const text = (kind: RegExp): string[] =>
    mail.parts
      .filter(({ contentType }) => kind.test(contentType))
      .map(({ content }) => content.toString('utf8', 0, longestPart));
  return readDeliveryReport({
    subject: mail.subject,
    failedRecipients: mail.header('x-failed-recipients') ?? '',
    text: [mail.text, ...text(/^message\/(global-)?delivery-status$/)].join('\n'),
    returned: text(/^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/).map(
      (part) => part.split(/\r?\n\r?\n/)[0]!,
    ),
  });
}

const longestPart = 50_000;
