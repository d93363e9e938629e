import { z } from 'zod';
import { blockedSenderFrom } from '../../domain/mail/blocked-sender';
import { emailField, pageFields, pageOf, time } from '../http/fields';

export const blockedSenderSchema = z
  .object({
    id: z.string(),
    pattern: z
      .string()
      .meta({ description: 'An address, or a domain: then all below it are blocked, too.' }),
    blockedBy: z.string().meta({ description: 'The name of who blocked it.' }),
    createdAt: time,
  })
  .meta({ id: 'BlockedSender' });

export const blockedSenderPage = pageOf(blockedSenderSchema);

export const blockedSenderQuery = z.strictObject({
  address: emailField.optional().meta({ description: 'Only what blocks this address.' }),
  ...pageFields,
});

export const newBlockedSenderBody = z.strictObject({
  pattern: z
    .string()
    .max(300, 'this is too long')
    .refine(
      (text) => blockedSenderFrom(text) !== null,
      'this is neither an address, such as ann@example.com, nor a domain, such as example.com',
    )
    .transform((text) => blockedSenderFrom(text)!)
    .meta({ description: '`ann@example.com`, or a domain: `example.com` or `@example.com`.' }),
});
