import { z } from 'zod';
import { mailOutcomes } from '../../domain/mail/intake';
import { listOf, pageFields, pageOf, time } from '../http/fields';

/** The short answer: what became of a mail. */
export const mailOutcomeSchema = z
  .object({
    id: z.string(),
    outcome: z.enum(mailOutcomes).meta({ description: '`received`: stored, not yet dealt with.' }),
    ticketNumber: z.number().int().optional(),
  })
  .meta({ id: 'MailOutcome' });

export const inboundMailSchema = mailOutcomeSchema
  .extend({
    reason: z.string().nullable().meta({ description: 'In plain words.' }),
    via: z.enum(['smtp', 'http']),
    from: z.object({ name: z.string().nullable(), address: z.string() }).nullable(),
    to: z.array(z.string()).meta({ description: 'Whom the envelope named.' }),
    subject: z.string().nullable(),
    messageId: z.string().nullable(),
    receivedAt: time,
    processedAt: time.nullable(),
  })
  .meta({ id: 'InboundMail' });

export const inboundMailPage = pageOf(inboundMailSchema);

export const inboundMailListQuery = z.strictObject({
  outcome: listOf(mailOutcomes).optional(),
  ...pageFields,
});
