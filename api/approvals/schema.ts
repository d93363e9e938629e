import { z } from 'zod';
import {
  approvalAnswers,
  approvalDeciders,
  approvalNeeds,
  approvalOutcomes,
} from '../../domain/approval';
import { integerText, pageFields, pageOf, time } from '../http/fields';

/** Those that wait for the caller's answer are counted up to this. */
export const mostWaiting = 100;

export const approvalsQuery = z.strictObject({
  state: z.enum(['open', 'ended']).optional().meta({ description: 'Open ones when left out.' }),
  ticket: integerText({ min: 1, max: 2_147_483_647 }).optional(),
  all: z
    .literal('true')
    .optional()
    .meta({ description: 'Also what only others are asked; for admins.' }),
  ...pageFields,
});

export const approvalSchema = z
  .object({
    id: z.string(),
    flow: z.object({ slug: z.string(), title: z.string() }),
    runId: z.string(),
    stepId: z.string(),
    ticket: z.object({ number: z.int(), title: z.string() }).nullable(),
    question: z.string(),
    needs: z
      .enum(approvalNeeds)
      .meta({ description: '`one`: the first answer decides. `all`: all have to approve.' }),
    default: z.enum(approvalAnswers).meta({ description: 'What no answer in time counts as.' }),
    until: time.nullable().meta({ description: 'Null: as long as it takes.' }),
    outcome: z
      .enum(approvalOutcomes)
      .nullable()
      .meta({ description: 'Null while it is open, and when its run ended before.' }),
    decidedBy: z.enum(approvalDeciders).nullable(),
    createdAt: time,
    endedAt: time.nullable(),
    people: z
      .array(
        z.object({
          agent: z.object({ id: z.string(), name: z.string() }),
          answer: z.enum(approvalAnswers).nullable(),
          comment: z.string(),
          answeredAt: time.nullable(),
        }),
      )
      .meta({ description: 'Who is asked: those who answered in that order, then the others.' }),
    mayAnswer: z.boolean().meta({ description: 'Whether your answer is waited for.' }),
  })
  .meta({ id: 'Approval' });

export const approvalPage = pageOf(approvalSchema)
  .extend({
    waiting: z
      .int()
      .meta({ description: `How many wait for your answer, counted up to ${mostWaiting}.` }),
  })
  .meta({ id: 'ApprovalPage' });

export const answerBody = z.strictObject({
  answer: z.enum(approvalAnswers),
  comment: z
    .string()
    .trim()
    .max(2_000, 'a comment has at most 2,000 characters')
    .optional()
    .meta({ description: 'For the others who are asked; the customer does not see it.' }),
});
