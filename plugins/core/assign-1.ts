import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { agentReference } from '../kit/inputs';
import { runBy } from '../kit/upgrade';
import { assign } from './assign';

/** The first version, which could name an agent only. */
export const assign1 = defineAction({
  id: 'core.assign',
  version: 1,
  title: 'Assign to an agent',
  description: 'Gives the ticket to an agent, named by e-mail address or id.',
  input: z.strictObject({ agent: agentReference('Agent') }),
  output: z.strictObject({ assigneeId: z.string(), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.assignee_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ agent }) => `Assign the ticket to ${agent}.`,
  run: runBy(assign),
});
