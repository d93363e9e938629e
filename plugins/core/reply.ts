import { z } from 'zod';
import { statuses } from '../../domain/ticket/status';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';

export const reply = defineAction({
  id: 'core.reply',
  version: 1,
  title: 'Reply to the customer',
  description:
    'Sends a public reply on the ticket’s thread, from its mailbox, marked as automatic; never to whom only machines wrote.',
  input: z.strictObject({
    text: template('Text', 20_000),
    setStatus: z.enum(statuses).meta({ title: 'Then set the status' }).optional(),
    cc: z
      .array(z.email('write e-mail addresses'))
      .max(10, 'at most 10 addresses')
      .meta({ title: 'Cc' })
      .optional(),
  }),
  output: z.strictObject({
    messageId: z.string().optional(),
    notSent: z.literal('only-machines-wrote').optional(),
  }),
  effect: 'external',
  makes: [
    'message.reply_added',
    'message.reply_delivered',
    'message.reply_failed',
    'ticket.status_changed',
  ],
  needsTicket: true,
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ text, setStatus }) =>
    `Reply to the customer: ${text}${setStatus ? ` Then set the status to ${setStatus}.` : ''}`,
  run: ({ mail }, { text, setStatus, cc = [] }) => mail.reply({ text, setStatus, cc }),
});
