import { z } from 'zod';
import { emailField, lineField, pageOf, time } from '../http/fields';
import { roles } from '../http/permissions';
import { atLeastOneField, nothingToChange } from '../people/schema';

const password = z
  .string()
  .min(8, 'a password has at least 8 characters')
  .max(1_000, 'a password has at most 1,000 characters');

const fields = {
  name: lineField(200),
  email: emailField,
  role: z.enum(roles),
  password: password.optional().meta({ description: 'Without one the agent cannot sign in.' }),
  active: z.boolean().optional(),
};

export const newAgentBody = z
  .strictObject({ ...fields, role: fields.role.default('agent') })
  .meta({ id: 'NewAgent' });

export const agentChangeBody = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    email: fields.email.optional(),
    role: fields.role.optional(),
  })
  .refine(atLeastOneField, nothingToChange)
  .meta({ id: 'AgentChange' });

export const agentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    active: z.boolean(),
    createdAt: time,
  })
  .meta({ id: 'Agent' });

export const agentPage = pageOf(agentSchema).meta({ id: 'AgentPage' });
