import { z } from 'zod';
import { listOf, pageFields, pageOf, time } from '../http/fields';

export const sentStates = ['queued', 'sent', 'failed', 'bounced', 'withdrawn'] as const;

export const sentMailSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['reply', 'forward', 'notification', 'flow', 'acknowledgement', 'survey']),
    from: z.object({ name: z.string(), address: z.string() }),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    state: z.enum(sentStates).meta({
      description: '`queued`: it is still tried; `bounced`: it was sent and came back.',
    }),
    attempts: z.number().int(),
    reason: z.string().nullable().meta({ description: 'In plain words, or the server’s own.' }),
    messageId: z.string(),
    ticketNumber: z.number().int().optional(),
    createdAt: time,
    sentAt: time.nullable(),
  })
  .meta({ id: 'SentMail' });

export const sentMailPage = pageOf(sentMailSchema);

export const sentMailQuery = z.strictObject({
  state: listOf(sentStates).optional(),
  q: z
    .string()
    .trim()
    .max(254)
    .optional()
    .meta({ description: 'An address of To or Cc, or a Message-ID, as a whole.' }),
  ...pageFields,
});
