import { z } from 'zod';
import { maxTags, tagMaxLength } from '../../domain/ticket/ticket';
import { defineAction, internalRetry } from '../kit/action';

const tags = z
  .array(z.string().trim().min(1, 'a tag has at least one character').max(tagMaxLength))
  .max(maxTags);

export const changeTags = defineAction({
  id: 'core.change-tags',
  version: 1,
  title: 'Add and remove tags',
  description: 'Adds tags to those that the ticket has, and removes others.',
  input: z
    .strictObject({
      add: tags.meta({ title: 'Add', template: 'json' }).optional(),
      remove: tags.meta({ title: 'Remove', template: 'json' }).optional(),
    })
    .refine(({ add, remove }) => add?.length || remove?.length, 'name a tag to add or to remove'),
  output: z.strictObject({ changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.tags_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ add = [], remove = [] }) =>
    [
      ...(add.length > 0 ? [`Add the tags ${add.join(', ')}.`] : []),
      ...(remove.length > 0 ? [`Remove the tags ${remove.join(', ')}.`] : []),
    ].join(' '),
  run: ({ ticket }, { add = [], remove = [] }) => ticket.changeTags({ add, remove }),
});
