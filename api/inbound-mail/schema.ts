import { z } from 'zod';
import { authenticationResults } from '../../domain/mail/authentication';
import { threadClues } from '../../domain/mail/threading';
import { mailOutcomes, mailWays } from '../../domain/mail/intake';
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
    via: z.enum(mailWays),
    from: z.object({ name: z.string().nullable(), address: z.string() }).nullable(),
    to: z.array(z.string()).meta({ description: 'Whom the envelope named.' }),
    subject: z.string().nullable(),
    messageId: z.string().nullable(),
    authentication: z
      .object({
        result: z.enum(authenticationResults),
        by: z.enum(['us', 'before-us']),
        domain: z.string().nullable(),
        policy: z.string().nullable(),
        spf: z.string().nullable(),
        dkim: z.string().nullable(),
        dmarc: z.string().nullable(),
      })
      .nullable()
      .meta({
        description: 'Whether it comes from the domain that it names, and who found that out.',
      }),
    threadedBy: z
      .enum(threadClues)
      .nullable()
      .meta({ description: 'By what it named the ticket that it answers.' }),
    sameMessageIdAs: z
      .string()
      .nullable()
      .meta({ description: 'The first mail that had its Message-ID, with another content.' }),
    receivedAt: time,
    processedAt: time.nullable(),
  })
  .meta({ id: 'InboundMail' });

export const releaseBody = z.strictObject({
  addAsParticipant: z.boolean().optional().meta({
    description: 'Lets its sender onto the ticket’s thread for good; else it is this mail only.',
  }),
});

const personSchema = z.object({ name: z.string(), address: z.string() });

export const mailPreviewSchema = z
  .object({
    from: personSchema.nullable(),
    to: z.array(personSchema),
    cc: z.array(personSchema),
    subject: z.string(),
    date: time.nullable(),
    text: z.string(),
    html: z.string().nullable().meta({ description: 'Harmless, and without pictures.' }),
    attachments: z.array(
      z.object({ name: z.string(), contentType: z.string(), size: z.number().int() }),
    ),
  })
  .meta({ id: 'MailPreview' });

export const inboundMailPage = pageOf(inboundMailSchema);

export const inboundMailListQuery = z.strictObject({
  outcome: listOf(mailOutcomes).optional(),
  q: z
    .string()
    .trim()
    .max(254)
    .optional()
    .meta({ description: 'Its sender’s address or a recipient’s, or its Message-ID, as a whole.' }),
  ...pageFields,
});
