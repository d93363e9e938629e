import { z } from 'zod';
import { emailField, lineField, pageFields, pageOf, time } from '../http/fields';

export const caughtMailSchema = z
  .object({
    id: z.string(),
    receivedAt: time,
    from: z.string(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    messageId: z.string().nullable(),
    inReplyTo: z.string().nullable(),
    references: z.array(z.string()),
    text: z.string(),
    html: z.string().nullable(),
    secret: z
      .boolean()
      .meta({ description: 'It holds a one-time link; only admins see its text.' }),
    raw: z.string().meta({
      description: 'As it came, one character a byte (Latin-1); in lists its first 64 KiB.',
    }),
  })
  .meta({ id: 'CaughtMail' });

export const caughtMailPage = pageOf(caughtMailSchema);

export const caughtMailListQuery = z.strictObject(pageFields);

const textField = z
  .string()
  .min(1, 'this must not be empty')
  .max(100_000, 'this has more than 100000 characters');

export const replyAsCustomerBody = z.strictObject({ text: textField });

export const newMailBody = z.strictObject({
  from: emailField,
  name: lineField(200).optional(),
  subject: lineField(500),
  text: textField,
});
