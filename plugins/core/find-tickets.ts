import { z } from 'zod';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { durationSentence, parseDuration } from '../../flows/language/duration';
import { defineAction, internalRetry } from '../kit/action';

const duration = z.string().refine((text) => parseDuration(text) !== null, durationSentence);

/** One of the words, or several of them. */
function oneOrSome<const Words extends readonly [string, ...string[]]>(words: Words) {
  const word = z.enum(words);
  return z.union([word, z.array(word).min(1)]).optional();
}

const where = z
  .strictObject({
    status: oneOrSome(statuses),
    priority: oneOrSome(priorities),
    tag: z.string().min(1).max(60).optional(),
    team: z.string().min(1).max(200).nullable().optional(),
    assignee: z.string().min(1).max(320).nullable().optional(),
    requester: z.string().min(1).max(320).optional(),
    text: z.string().min(1).max(200).optional(),
    olderThan: duration.optional(),
    newerThan: duration.optional(),
    untouchedFor: duration.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'say at least one thing that tickets must be')
  .meta({
    title: 'Which tickets',
    description: 'assignee and requester: "same" for those of this ticket; null for nobody.',
    template: 'json',
  });

/** Looks tickets up. Titles and names are free text, so the answer is kept in the run's record only. */
export const findTickets = defineAction({
  id: 'core.find-tickets',
  version: 1,
  title: 'Look up tickets',
  description:
    'Finds other tickets by what they are; answers how many there are, and the newest of them.',
  input: z.strictObject({
    where,
    limit: z.int().min(1).max(100).meta({ title: 'At most' }).optional(),
  }),
  output: z.strictObject({
    count: z.int(),
    numbers: z.array(z.int()),
    tickets: z.array(
      z.strictObject({
        number: z.int(),
        title: z.string(),
        status: z.enum(statuses),
        priority: z.enum(priorities),
        requester: z.string(),
        assignee: z.string().nullable(),
        url: z.string(),
        createdAt: z.string(),
        updatedAt: z.string(),
      }),
    ),
  }),
  outputKept: 'beside',
  effect: 'read',
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ where: given, limit = 100 }) => {
    const said = Object.entries(given).map(([name, value]) => `${name} ${sayOf(value)}`);
    return `Look up to ${limit} other tickets up: ${said.join(', ')}.`;
  },
  async run({ tickets }, { where: given, limit = 100 }) {
    const { status, priority, olderThan, newerThan, untouchedFor, ...same } = given;
    const found = await tickets.find({
      ...same,
      ...(status && { statuses: [status].flat() }),
      ...(priority && { priorities: [priority].flat() }),
      ...(olderThan && { createdBefore: ago(olderThan) }),
      ...(newerThan && { createdAfter: ago(newerThan) }),
      ...(untouchedFor && { updatedBefore: ago(untouchedFor) }),
      limit,
    });
    return { ...found, numbers: found.tickets.map(({ number }) => number) };
  },
});

function ago(text: string): Date {
  return new Date(Date.now() - parseDuration(text)!);
}

function sayOf(value: unknown): string {
  return value === null ? 'nobody' : [value].flat().join(' or ');
}
