import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';
import { runBy } from '../kit/upgrade';
import { sendMail } from './send-mail';

const recipient = z
  .union([
    z.enum(['requester', 'assignee']),
    z.email('write requester, assignee or an e-mail address'),
  ])
  .meta({ title: 'To' });

export const sendMail1 = defineAction({
  id: 'core.send-mail',
  version: 1,
  title: 'Send an e-mail',
  description: 'Sends an e-mail to the requester, to the assigned agent or to an address.',
  input: z.strictObject({
    to: recipient,
    subject: template('Subject', 300),
    text: template('Text', 20_000),
  }),
  output: z.strictObject({
    deliveryId: z.string().optional(),
    notSent: z.literal('only-machines-wrote').optional(),
  }),
  effect: 'external',
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ to, subject }) => `Send “${subject}” to ${to}.`,
  run: runBy(sendMail),
});
