import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';

const address = z.email('write an e-mail address');
const addresses = z.array(address).min(1).max(20);

const to = z
  .union(
    [
      z.enum(['requester', 'assignee']),
      z.strictObject({ team: z.string().min(1).max(200) }),
      address,
      addresses,
    ],
    { error: 'write requester, assignee, e-mail addresses or { team: … }' },
  )
  .meta({ title: 'To' });

/** One mail to all of them, who see each other. */
export const sendMail = defineAction({
  id: 'core.send-mail',
  version: 2,
  title: 'Send an e-mail',
  description:
    'Sends one e-mail to the requester, to the assigned agent, to addresses or to the members of a team.',
  input: z.strictObject({
    to,
    cc: z.union([address, addresses]).meta({ title: 'Cc' }).optional(),
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
  upgrade: ({ to: whom, subject, text }) => ({ to: whom, subject, text }) as never,
  preview: ({ to: whom, cc, subject }) => {
    const copy = cc === undefined ? '' : `, with a copy to ${[cc].flat().join(', ')}`;
    return `Send “${subject}” to ${nameOf(whom)}${copy}.`;
  },
  run: ({ mail }, { to: whom, cc, subject, text }) =>
    mail.queue({
      to: whom,
      ...(cc !== undefined && { cc: [cc].flat() }),
      subject: subject.replace(/\s+/g, ' ').trim(),
      text,
    }),
});

function nameOf(whom: z.output<typeof to>): string {
  if (Array.isArray(whom)) return whom.join(', ');
  return typeof whom === 'string' ? whom : `the team ${whom.team}`;
}
