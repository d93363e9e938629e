import { z } from 'zod';
import { passwordField } from '../agents/schema';
import { lineField } from '../http/fields';

export const accountLinkParams = z.strictObject({
  token: z.string().regex(/^[\w-]{43}$/, 'this is no link of ours'),
});

export const accountLinkSchema = z
  .object({
    kind: z.enum(['invitation', 'password-reset']),
    agent: z.object({ name: z.string(), email: z.string() }),
  })
  .meta({ id: 'AccountLink' });

export const accountLinkBody = z.strictObject({
  password: passwordField,
  name: lineField(200).optional(),
});

export const passwordResetBody = z.strictObject({
  email: z.string().min(1, 'give your e-mail address').max(320),
});
