import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';

/** Looks a customer up. Name and address are personal, so the answer is kept in the run's record only. */
export const findPerson = defineAction({
  id: 'core.find-person',
  version: 1,
  title: 'Look up a person',
  description:
    'Finds a contact or a lead by e-mail address, or the only one who has exactly this name.',
  input: z
    .strictObject({
      email: template('E-mail', 320).optional(),
      name: template('Name', 200).optional(),
    })
    .refine(
      ({ email, name }) => (email === undefined) !== (name === undefined),
      'give either email or name',
    ),
  output: z.strictObject({
    found: z.boolean(),
    id: z.string().nullable(),
    type: z.enum(['contact', 'lead']).nullable(),
    accountId: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  outputKept: 'beside',
  effect: 'read',
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ email, name }) => `Look up ${email ?? name}.`,
  async run({ customers }, by) {
    const person = await customers.find(by);
    if (!person) {
      return { found: false, id: null, type: null, accountId: null, name: null, email: null };
    }
    return { found: true, ...person };
  },
});
