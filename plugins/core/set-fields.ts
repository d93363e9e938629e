import { z } from 'zod';
import { customFieldProblems } from '../../domain/custom-field/check';
import type { CustomFields } from '../../domain/custom-field/value';
import { dynamicOf } from '../../flows/values/value';
import { defineAction, internalRetry } from '../kit/action';

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()).max(100),
  z.null(),
]);

export const setFields = defineAction({
  id: 'core.set-fields',
  version: 1,
  title: 'Set custom fields',
  description: 'Gives custom fields of the ticket new values, by slug; null empties a field.',
  input: z.strictObject({
    fields: z
      .record(z.string().max(60), value)
      .refine((given) => Object.keys(given).length > 0, 'name at least one field')
      .meta({ title: 'Fields', template: 'json' }),
  }),
  output: z.strictObject({ changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.fields_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ fields }) => `Set ${Object.keys(fields).join(', ')}.`,
  check({ fields }, known) {
    if (dynamicOf(fields)) return [];
    const plain = Object.entries(fields).filter(([, given]) => !isWorkedOut(given));
    return customFieldProblems(known.fields, Object.fromEntries(plain) as CustomFields, {
      at: 'fields',
    });
  },
  run: ({ ticket }, { fields }) => ticket.setFields(fields as CustomFields),
});

/** What it will be is known when it runs. */
function isWorkedOut(given: unknown): boolean {
  return dynamicOf(given) !== null || (typeof given === 'string' && given.includes('{{'));
}
