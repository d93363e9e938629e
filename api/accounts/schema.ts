import { z } from 'zod';
import { lineField, pageOf, time } from '../http/fields';

export const newAccountBody = z.strictObject({ name: lineField(200) }).meta({ id: 'NewAccount' });

export const accountSchema = z
  .object({ id: z.string(), name: z.string(), createdAt: time })
  .meta({ id: 'Account' });

export const accountPage = pageOf(accountSchema).meta({ id: 'AccountPage' });
