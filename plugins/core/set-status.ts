import { z } from 'zod';
import { statuses } from '../../domain/ticket/status';
import { defineAction, internalRetry } from '../kit/action';

export const setStatus = defineAction({
  id: 'core.set-status',
  version: 1,
  title: 'Set the status',
  description: 'Moves the ticket to a status, where its rules allow that.',
  input: z.strictObject({ status: z.enum(statuses).meta({ title: 'Status' }) }),
  output: z.strictObject({ status: z.enum(statuses), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.status_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ status }) => `Set the status to ${status}.`,
  run: async ({ ticket }, { status }) => ({ status, ...(await ticket.update({ status })) }),
});
