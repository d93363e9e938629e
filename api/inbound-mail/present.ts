import type { z } from 'zod';
import type { InboundMail } from '../../db/inbound-mail-store';
import type { inboundMailSchema, mailOutcomeSchema } from './schema';

export function presentOutcome(mail: InboundMail): z.output<typeof mailOutcomeSchema> {
  const { id, outcome, ticket } = mail;
  return { id, outcome, ...(ticket === null ? {} : { ticketNumber: ticket }) };
}

export function presentInboundMail(mail: InboundMail): z.output<typeof inboundMailSchema> {
  const { fromAddress, fromName } = mail;
  return {
    ...presentOutcome(mail),
    reason: mail.reason,
    via: mail.via,
    from: fromAddress === null ? null : { name: fromName, address: fromAddress },
    to: mail.envelope.to,
    subject: mail.subject,
    messageId: mail.rfcMessageId,
    threadedBy: mail.clue,
    authentication: mail.authentication,
    sameMessageIdAs: mail.sameIdAs,
    receivedAt: mail.receivedAt.toISOString(),
    processedAt: mail.processedAt?.toISOString() ?? null,
  };
}
