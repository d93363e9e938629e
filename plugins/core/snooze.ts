import { z } from 'zod';
import { durationSentence, parseDuration } from '../../flows/language/duration';
import { defineAction, internalRetry } from '../kit/action';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, `this ${durationSentence}`);

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'write a moment such as 2026-11-23T09:00:00+01:00, or a date',
});

export const snooze = defineAction({
  id: 'core.snooze',
  version: 1,
  title: 'Snooze the ticket',
  description: 'Puts the ticket out of the way for a time or until a moment; a reply ends it.',
  input: z
    .strictObject({
      for: duration.meta({ title: 'For' }).optional(),
      until: moment.meta({ title: 'Until' }).optional(),
    })
    .refine((given) => (given.for === undefined) !== (given.until === undefined), {
      error: 'write one of "for" and "until"',
    }),
  output: z.strictObject({ until: z.string(), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.snoozed', 'ticket.woken'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: (given) =>
    given.until === undefined
      ? `Snooze the ticket for ${given.for}.`
      : `Snooze the ticket until ${given.until}.`,
  run: ({ ticket }, given) =>
    ticket.snooze(
      new Date(
        given.until === undefined ? Date.now() + parseDuration(given.for!)! : given.until,
      ).toISOString(),
    ),
});
