import { z } from 'zod';
import { emailField, lineField, pageOf, time } from '../http/fields';
import {
  accountFields,
  atLeastOneField,
  nothingToChange,
  oneAccount,
  searchFields,
} from '../people/schema';

const fields = {
  name: lineField(200),
  email: emailField,
  ...accountFields,
};

export const newContactBody = z
  .strictObject(fields)
  .refine(...oneAccount)
  .meta({ id: 'NewContact' });

export const contactChangeBody = z
  .strictObject({ ...fields, name: fields.name.optional(), email: fields.email.optional() })
  .refine(atLeastOneField, nothingToChange)
  .refine(...oneAccount)
  .meta({ id: 'ContactChange' });

export const contactsQuery = z.strictObject({
  account: z.guid('this is no account’s id').optional(),
  ...searchFields,
});

export const contactSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    account: z.object({ id: z.string(), name: z.string() }).nullable(),
    createdAt: time,
  })
  .meta({ id: 'Contact' });

export const contactPage = pageOf(contactSchema).meta({ id: 'ContactPage' });
