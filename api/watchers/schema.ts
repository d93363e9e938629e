import { z } from 'zod';
import { ticketNumberParams } from '../http/fields';

export const watcherList = z
  .object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
  .meta({ id: 'WatcherList' });

export const watcherParams = ticketNumberParams.extend({
  agentId: z.union([z.literal('me'), z.guid()], { error: 'this must be me or an agent’s id' }),
});
