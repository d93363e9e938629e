import { z } from 'zod';
import { emailField, lineField, pageFields, pageOf } from '../http/fields';

export const mailboxSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    isDefault: z
      .boolean()
      .meta({ description: 'Mail that no ticket decides about leaves from it.' }),
  })
  .meta({ id: 'Mailbox' });

export const mailboxPage = pageOf(mailboxSchema);

export const mailboxListQuery = z.strictObject({ limit: pageFields.limit });

export const newMailboxBody = z.strictObject({
  name: lineField(100),
  address: emailField,
  isDefault: z.boolean().optional(),
});

export const mailboxChangeBody = z.strictObject({
  name: lineField(100).optional(),
  address: emailField.optional(),
  isDefault: z.literal(true, 'make another mailbox the default instead').optional(),
});
