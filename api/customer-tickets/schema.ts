import { z } from 'zod';
import { ratingCommentMaxLength, ratingScores } from '../../domain/ticket/rating';
import { statuses } from '../../domain/ticket/status';
import { time } from '../http/fields';

export const tokenParams = z.strictObject({ token: z.string().max(60) });

const longestAnswer = 20_000;

export const customerAnswerBody = z
  .strictObject({
    text: z
      .string()
      .max(longestAnswer, `this has more than ${longestAnswer} characters`)
      .refine((text) => text.trim() !== '', 'write something'),
  })
  .meta({ id: 'CustomerAnswer' });

const score = z.literal(ratingScores, 'this must be a number from 1 (bad) to 5 (good)');

export const customerRatingBody = z
  .strictObject({
    score,
    comment: z
      .string()
      .max(ratingCommentMaxLength, `this has more than ${ratingCommentMaxLength} characters`)
      .optional(),
  })
  .meta({ id: 'CustomerRatingToGive' });

export const customerRatingSchema = z
  .object({ score, comment: z.string().nullable() })
  .meta({ id: 'CustomerRating' });

/** All that a customer sees of their ticket. */
export const customerTicketSchema = z
  .object({
    number: z.int(),
    title: z.string(),
    status: z.enum(statuses),
    goesOnElsewhere: z.boolean().meta({
      description: 'It was merged into a ticket of somebody else, so it takes no answers.',
    }),
    asksForRating: z.boolean().meta({ description: 'We asked how satisfied they are.' }),
    rating: customerRatingSchema.nullable().meta({ description: 'What they said, last.' }),
    messages: z.array(
      z.object({
        id: z.string(),
        from: z.enum(['customer', 'team']),
        name: z.string().meta({ description: 'Of the team the first name only.' }),
        text: z.string(),
        createdAt: time,
      }),
    ),
  })
  .meta({ id: 'CustomerTicket' });

export const customerAnswerTaken = z
  .object({
    followUp: z
      .object({ number: z.int(), token: z.string() })
      .nullable()
      .meta({ description: 'The new ticket, when the old one was closed.' }),
  })
  .meta({ id: 'CustomerAnswerTaken' });
