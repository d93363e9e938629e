import { z } from 'zod';
import { passwordField } from '../agents/schema';
import { lineField, time } from '../http/fields';

export const accountBody = z.strictObject({ name: lineField(200) });

export const newPasswordBody = z.strictObject({
  current: z.string().min(1, 'give your current password').max(1_000),
  password: passwordField,
});

export const awayBody = z.strictObject({
  until: z.iso
    .datetime({ offset: true, message: 'this must be a time such as 2026-11-30T08:00:00Z' })
    .refine((at) => Date.parse(at) > Date.now(), 'this must be in the future')
    .nullable()
    .default(null)
    .meta({ description: 'It ends by itself at this time; null: until you say so.' }),
  note: lineField(200).nullable().default(null),
});

export const ownSessionSchema = z
  .object({
    id: z.string(),
    device: z.string().meta({ description: 'The User-Agent that signed in.' }),
    ip: z.string(),
    createdAt: time,
    lastSeenAt: time,
    current: z.boolean().meta({ description: 'The one that asks.' }),
  })
  .meta({ id: 'OwnSession' });

export const ownSessions = z.object({ items: z.array(ownSessionSchema) });
