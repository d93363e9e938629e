import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { macroReference } from '../kit/inputs';

const kinds = ['reply', 'note'] as const;

export const runMacro = defineAction({
  id: 'core.run-macro',
  version: 1,
  title: 'Run a macro',
  description:
    'Does what a macro of everybody or of a team says: its changes, and its text as a reply or as a note.',
  input: z.strictObject({
    macro: macroReference('Macro'),
    as: z.enum(kinds).meta({ title: 'Its text is' }).optional(),
  }),
  output: z.strictObject({
    messageId: z.string().optional(),
    notSent: z.literal('only-machines-wrote').optional(),
  }),
  effect: 'external',
  makes: [
    'ticket.status_changed',
    'ticket.priority_changed',
    'ticket.assignee_changed',
    'ticket.team_changed',
    'ticket.tags_changed',
    'ticket.fields_changed',
    'message.reply_added',
    'message.note_added',
  ],
  needsTicket: true,
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ macro, as = 'reply' }) => `Run the macro “${macro}”, its text as a ${as}.`,
  run: async ({ macros }, { macro, as = 'reply' }) => ({
    ...(await macros.run({ name: macro, as })),
  }),
});
