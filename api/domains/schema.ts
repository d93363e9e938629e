import { z } from 'zod';
import { recordPurposes, recordStates } from '../../domain/mail/domain-records';
import { blockedSenderFrom, isDomain } from '../../domain/mail/blocked-sender';
import { pageFields, pageOf, time } from '../http/fields';

export const domainStates = ['unverified', 'verified', 'failing', 'stopped'] as const;

export const domainSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(domainStates).meta({
      description:
        '`failing`: its records are gone, and it sends for three more days; `stopped`: it no longer does.',
    }),
    records: z.array(
      z.object({
        purpose: z.enum(recordPurposes),
        type: z.literal('TXT'),
        name: z.string(),
        value: z.string(),
        needed: z.boolean().meta({ description: 'Without it nothing is sent.' }),
        state: z.enum(recordStates).nullable().meta({ description: 'Null: not looked at yet.' }),
        found: z.array(z.string()),
        /** Of SPF: what the record that is there has to become. */
        change: z.string().nullable(),
      }),
    ),
    perMinute: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'How many mails may leave in a minute; null: as many as come.' }),
    checkedAt: time.nullable(),
    verifiedAt: time.nullable(),
    failingSince: time.nullable(),
  })
  .meta({ id: 'Domain' });

export const domainPage = pageOf(domainSchema);

export const domainListQuery = z.strictObject({ limit: pageFields.limit });

export const newDomainBody = z.strictObject({
  name: z
    .string()
    .max(253)
    .transform((text) => blockedSenderFrom(text) ?? '')
    .refine((name) => name !== '' && isDomain(name), 'name a domain, such as example.com'),
});

export const domainChangeBody = z.strictObject({
  perMinute: z.number().int().min(1).max(100_000).nullable(),
});
