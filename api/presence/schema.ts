import { z } from 'zod';
import { doings } from '../../domain/ticket/presence';

const page = z
  .guid('this is no page’s id')
  .meta({ description: 'The browser’s own id for its page.' });

export const presenceBody = z
  .strictObject({ page, doing: z.enum(doings) })
  .meta({ id: 'Presence' });

export const presenceQuery = z.strictObject({ page });

export const presentAgents = z
  .object({
    items: z.array(z.object({ id: z.string(), name: z.string(), doing: z.enum(doings) })),
  })
  .meta({ id: 'PresentAgents' });
