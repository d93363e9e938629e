import { z } from 'zod';
import { permissionNames, roles } from '../http/permissions';

export const signInBody = z.strictObject({
  email: z.string().min(1, 'give your e-mail address').max(320),
  password: z.string().min(1, 'give your password').max(1_000),
});

export const sessionSchema = z
  .object({
    agent: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable().meta({ description: 'Null for an API key.' }),
      role: z.enum(roles),
      permissions: z.array(z.enum(permissionNames)).meta({
        description: 'What this role may do; the server checks each request by the same.',
      }),
    }),
  })
  .meta({ id: 'Session' });
