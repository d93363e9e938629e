import { z } from 'zod';
import { emailField, lineField, pageOf, time } from '../http/fields';
import { accountFields, atLeastOneField, nothingToChange, oneAccount } from '../people/schema';

export const newLeadBody = z
  .strictObject({ email: emailField, name: lineField(200).nullable().optional() })
  .meta({ id: 'NewLead' });

export const leadChangeBody = z
  .strictObject({
    email: emailField.optional(),
    name: lineField(200).nullable().optional(),
  })
  .refine(atLeastOneField, nothingToChange)
  .meta({ id: 'LeadChange' });

export const convertLeadBody = z
  .strictObject({
    name: lineField(200).optional(),
    ...accountFields,
  })
  .refine(...oneAccount)
  .optional()
  .meta({ id: 'ConvertLead' });

export const leadSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string(),
    convertedTo: z.string().nullable().meta({ description: 'The contact that it became.' }),
    createdAt: time,
  })
  .meta({ id: 'Lead' });

export const leadPage = pageOf(leadSchema).meta({ id: 'LeadPage' });
