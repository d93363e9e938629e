import { z } from 'zod';
import { priorities } from '../../domain/ticket/priority';
import { defineAction, internalRetry } from '../kit/action';

export const setPriority = defineAction({
  id: 'core.set-priority',
  version: 1,
  title: 'Set the priority',
  description: 'Gives the ticket a priority.',
  input: z.strictObject({ priority: z.enum(priorities).meta({ title: 'Priority' }) }),
  output: z.strictObject({ priority: z.enum(priorities), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.priority_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ priority }) => `Set the priority to ${priority}.`,
  run: async ({ ticket }, { priority }) => ({ priority, ...(await ticket.update({ priority })) }),
});
