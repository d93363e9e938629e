import type { NewDelivery } from '../../db/delivery-store';
import { domainOf } from '../../domain/mail/address';
import { writeMime } from '../../mail/write-mime';
import type { Story, StoryStep } from './story';

export interface RawMail {
  raw: Buffer;
  messageId: string;
  from: string;
  to: string;
}

/** A customer's mail as their program would send it; after the first one, an answer with a quote. */
export async function customersMail(
  { mailbox }: { mailbox: string },
  { from, subject }: Story,
  step: Extract<StoryStep, { customer: string }>,
  { id, lastReply }: { id: string; lastReply: NewDelivery | null },
): Promise<RawMail> {
  const messageId = `<${id.replaceAll('/', '.')}@${domainOf(from.address)}>`;
  const raw = await writeMime({
    from,
    to: mailbox,
    messageId,
    subject: lastReply ? `Re: ${lastReply.subject.replace(/^re: /i, '')}` : subject,
    text: lastReply ? `${step.customer}\n\n${quoted(lastReply)}` : step.customer,
    ...(lastReply
      ? {
          inReplyTo: lastReply.rfcMessageId,
          references: [...lastReply.references, lastReply.rfcMessageId],
        }
      : {}),
    ...(step.attachment ? { attachments: [step.attachment] } : {}),
  });
  return { raw, messageId, from: from.address, to: mailbox };
}

function quoted({ sender, text }: NewDelivery): string {
  const own = text.split('\n\nOn ')[0]!;
  return [`${sender.name} wrote:`, ...own.split('\n').map((line) => `> ${line}`)].join('\n');
}

/** A report that a mail could not be delivered (RFC 3464), from a null return path. */
export function bounceReport(
  { mailbox }: { mailbox: string },
  words: string,
  reply: NewDelivery,
): RawMail {
  const [recipient] = reply.to;
  const domain = domainOf(recipient!);
  const messageId = `<bounce.${reply.id}@mx.${domain}>`;
  const lines = [
    `From: Mail Delivery System <mailer-daemon@mx.${domain}>`,
    `To: ${mailbox}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: ${messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Your message to ${recipient} could not be delivered:`,
    words,
    '',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; mx.${domain}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.2.2',
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${reply.rfcMessageId}`,
    `Subject: ${reply.subject}`,
    '',
    '--report--',
    '',
  ];
  return { raw: Buffer.from(lines.join('\r\n')), messageId, from: '', to: mailbox };
}
