import type { Database } from '../db/database';
import { findDeliveryByRfcId, finishDelivery } from '../db/delivery-store';
import type { InboundMailResult } from '../db/inbound-mail-store';
import { mailTexts } from '../domain/mail/messages';
import { submitCommand } from '../tickets/submit-command';
import { cleanLine } from './clean-text';
import type { ParsedMail } from './parse-mail';

/**
 * Marks the very mail that came back, and tells the ticket when that was an agent's reply or forward.
 * The report itself stays in the list of mails.
 */
export async function recordBounce(
  db: Database,
  report: ParsedMail,
  ticket: number,
): Promise<Omit<InboundMailResult, 'messageId'>> {
  const reason = mailTexts.bounced(diagnosis(report));
  const ids = [...report.reportedIds, ...report.inReplyTo, ...report.references];
  const delivery = await findDeliveryByRfcId(db, ids);
  if (delivery) {
    await finishDelivery(db, delivery.id, { state: 'bounced', reason });
    const { kind, messageId } = delivery;
    const isMessage = kind === 'reply' || kind === 'forward';
    if (isMessage && messageId && delivery.ticket !== null) {
      await submitCommand(db, {
        id: `bounce/${delivery.id}`,
        ticket: delivery.ticket,
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
  }
  return { outcome: 'bounce', reason, ticket };
}

/** The remote server's own words (RFC 3464, 2.3.6), where the report has them. */
function diagnosis(report: ParsedMail): string {
  const status = report.parts.find(({ contentType }) => contentType === 'message/delivery-status');
  const text = status
    ? status.content.toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ')
    : report.text;
  const found = /^diagnostic-code:\s*(?:[\w-]+;)?\s*(.+)$/im.exec(text)?.[1];
  return found ? cleanLine(found, 300) : mailTexts.cameBack;
}
