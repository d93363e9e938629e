import { z } from 'zod';
import { conversationStatuses } from '../../domain/conversation/conversation';
import { chatText } from '../conversations/schema';
import { emailField, lineField, time } from '../http/fields';

/** On routes that need no sign-in. */
export const idempotencyKeyHeader = z.object({
  'Idempotency-Key': z.string().optional().meta({
    description: 'The same key is the same message: sent again, nothing is added.',
  }),
});

export const chatStartBody = z
  .strictObject({
    name: lineField(200).optional(),
    email: emailField.optional(),
    text: chatText,
  })
  .meta({ id: 'ChatStart' });

export const chatMessageBody = z.strictObject({ text: chatText }).meta({ id: 'ChatMessage' });

/** What a visitor may know. Nothing of agents but their first names. */
export const chatSchema = z
  .object({
    conversation: z
      .object({
        status: z.enum(conversationStatuses),
        name: z.string().nullable(),
        email: z.string().nullable(),
        ticketNumber: z.int().nullable(),
        messages: z.array(
          z.object({
            id: z.string(),
            from: z.enum(['you', 'agent', 'system']),
            name: z.string().nullable().meta({ description: 'An agent’s first name.' }),
            text: z.string(),
            createdAt: time,
          }),
        ),
      })
      .nullable()
      .meta({ description: 'Null when this browser has none.' }),
  })
  .meta({ id: 'Chat' });
