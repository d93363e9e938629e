import { z } from 'zod';
import { emailField, lineField, pageOf, time } from '../http/fields';
import { roles } from '../http/permissions';
import { atLeastOneField, nothingToChange } from '../people/schema';

export const passwordField = z
  .string()
  .min(8, 'a password has at least 8 characters')
  .max(1_000, 'a password has at most 1,000 characters');

const fields = {
  name: lineField(200),
  email: emailField,
  role: z.enum(roles),
  password: passwordField.optional().meta({ description: 'Without one the agent cannot sign in.' }),
  active: z.boolean().optional(),
};

export const newAgentBody = z
  .strictObject({
    ...fields,
    role: fields.role.default('agent'),
    invite: z.boolean().optional().meta({
      description: 'Mails them a one-time link; they are active when they have used it.',
    }),
  })
  .refine(({ invite, password, active }) => !invite || (password ?? active) === undefined, {
    path: ['invite'],
    message: 'who is invited chooses the password and is active from then on',
  })
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
    active: z.boolean().meta({ description: 'False also for one who is invited.' }),
    createdAt: time,
    invitedAt: time.nullable().meta({ description: 'Null when no invitation waits for them.' }),
    lastSeenAt: time.nullable(),
    away: z
      .object({ since: time, until: time.nullable(), note: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null when they are not away now.' }),
  })
  .meta({ id: 'Agent' });

export const agentPage = pageOf(agentSchema).meta({ id: 'AgentPage' });
