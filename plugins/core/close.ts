import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';

export const close = defineAction({
  id: 'core.close',
  version: 1,
  title: 'Close the ticket',
  description: 'Closes the ticket: it can be read, and changed only after it is opened again.',
  input: z.strictObject({}),
  output: z.strictObject({ changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.status_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: () => 'Close the ticket.',
  run: ({ ticket }) => ticket.update({ status: 'closed' }),
});
