import { z } from 'zod';
import { lineField, pageFields, pageOf, time } from '../http/fields';
import { roles } from '../http/permissions';

export const newApiKeyBody = z
  .strictObject({ name: lineField(200), role: z.enum(roles) })
  .meta({ id: 'NewApiKey' });

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'The key itself; it is shown only this once.' }) })
  .meta({ id: 'CreatedApiKey' });

export const apiKeyPage = pageOf(apiKeySchema).meta({ id: 'ApiKeyPage' });
export const apiKeysQuery = z.strictObject(pageFields);

export const apiKeyParams = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/, 'this is no API key’s id'),
});
