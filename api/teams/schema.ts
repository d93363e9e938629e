import { z } from 'zod';
import { lineField, pageOf } from '../http/fields';

export const teamSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    members: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'Team' });

export const teamPage = pageOf(teamSchema);

export const teamsQuery = z.strictObject({});

const memberIds = z
  .array(z.guid('this is no agent’s id'))
  .max(500, 'a team has at most 500 members')
  .transform((given) => [...new Set(given)]);

export const newTeamBody = z.strictObject({ name: lineField(80), memberIds: memberIds.optional() });

export const teamChangeBody = z
  .strictObject({ name: lineField(80).optional(), memberIds: memberIds.optional() })
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change');
