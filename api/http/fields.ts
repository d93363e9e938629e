import { z } from 'zod';

const largestInteger = 2_147_483_647;

/** A whole number that arrives as text, in a path or a query. */
export function integerText({ min, max }: { min: number; max: number }) {
  const sentence = `this must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, sentence)
    .transform(Number)
    .refine((value) => value >= min && value <= max, sentence)
    .meta({ override: { type: 'integer', minimum: min, maximum: max } });
}

/** `/:number` of a ticket. */
export const ticketNumberParams = z.strictObject({
  number: integerText({ min: 1, max: largestInteger }),
});

/** `/:id` of everything that has a UUID. */
export const idParams = z.strictObject({ id: z.guid('this is no id') });

/** `?limit=` and `?cursor=` of every list. */
export const pageFields = {
  limit: integerText({ min: 1, max: 200 })
    .optional()
    .meta({ description: 'How many at most; 50 when left out.' }),
  cursor: z.string().max(2_000).optional().meta({ description: 'From `nextCursor`.' }),
};

export const defaultLimit = 50;

/** Which page a list is asked for. */
export interface PageQuery {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** What a list answers. */
export interface Page {
  items: object[];
  nextCursor: string | null;
}

/** The schema of `Page`. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  });
}

/** ISO 8601 in UTC. */
export const time = z.iso.datetime().meta({ example: '2026-11-23T09:30:00.000Z' });

export const emailField = z
  .string()
  .trim()
  .max(254, 'an e-mail address has at most 254 characters')
  .regex(/^[^\s<>(),;:"\\@]+@[^\s<>(),;:"\\@]+$/, 'this is no e-mail address')
  .meta({ override: { type: 'string', format: 'email', maxLength: 254 } });

/** A line of text that is not empty. */
export function lineField(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, 'this must not be empty')
    .max(maxLength, `this has more than ${maxLength} characters`)
    .regex(/^[^\r\n]*$/, 'this must be one line');
}

/** A list in one query parameter, such as `status=open,waiting`. */
export function listOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  const one = z.enum(values);
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(one).min(1))
    .meta({
      override: { type: 'string', description: `Any of ${values.join(', ')}, with commas.` },
    });
}
