import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { teamReference, template } from '../kit/inputs';

const ways = ['in-app', 'mail'] as const;

const agents = z
  .union([z.enum(['assignee', 'watchers']), z.array(z.string().min(1).max(320)).min(1).max(50)], {
    error: 'write assignee, watchers or a list of e-mail addresses of agents',
  })
  .meta({ title: 'Agents' });

export const notifyAgents = defineAction({
  id: 'core.notify-agents',
  version: 1,
  title: 'Notify agents',
  description:
    'Tells agents something about this ticket, in the product and by mail, as they wish.',
  input: z
    .strictObject({
      agents: agents.optional(),
      team: teamReference('Members of the team').optional(),
      text: template('Text', 1_000),
      by: z.array(z.enum(ways)).min(1).max(2).meta({ title: 'By' }).optional(),
    })
    .refine(
      ({ agents: some, team }) => some !== undefined || team !== undefined,
      'say whom to tell: agents, team or both',
    ),
  output: z.strictObject({ told: z.int() }),
  effect: 'internal',
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ agents: some = [], team, text }) => {
    const whom = typeof some === 'string' ? [`the ${some}`] : some;
    return `Tell ${[...whom, ...(team ? [`the team ${team}`] : [])].join(', ')}: ${text}`;
  },
  run: ({ notifications }, { agents: some = [], team, text, by = ways }) =>
    notifications.tell({ agents: some, ...(team !== undefined && { team }), text, by }),
});
