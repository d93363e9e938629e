import { z } from 'zod';
import { pageFields, pageOf, integerText, time } from '../http/fields';

const actor = z.object({ type: z.string(), id: z.string(), name: z.string() });

const problem = z.object({ path: z.string(), message: z.string() });

const document = z
  .record(z.string(), z.json())
  .nullable()
  .meta({ description: 'A Flow document; its JSON Schema is in the catalogue.' });

export const flowSummarySchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    version: z.int().nullable().meta({ description: 'The published one; null: only a draft.' }),
    document: document.meta({ description: 'As published; before that, the draft.' }),
    updatedAt: time,
  })
  .meta({ id: 'FlowSummary' });

export const flowSchema = flowSummarySchema
  .extend({
    draft: document,
    draftBy: actor.nullable(),
    draftAt: time.nullable(),
    draftProblems: z
      .array(problem)
      .meta({ description: 'What keeps the draft from being published.' }),
    changedBy: actor.nullable(),
    createdAt: time,
    versions: z.array(
      z.object({
        version: z.int(),
        hash: z.string(),
        note: z.string(),
        publishedBy: actor,
        publishedAt: time,
      }),
    ),
  })
  .meta({ id: 'Flow' });

export const webhookSecretSchema = z
  .object({ secret: z.string().meta({ description: '`whsec_` and the key in base64.' }) })
  .meta({ id: 'WebhookSecret' });

export const flowPage = pageOf(flowSummarySchema);

export const flowListQuery = z.strictObject(pageFields);

export const flowParams = z.strictObject({
  id: z.string().min(1).max(100).meta({ description: 'The id or the slug.' }),
});

export const rollbackQuery = z.strictObject({
  version: integerText({ min: 1, max: 1_000_000 })
    .optional()
    .meta({ description: 'The one before the published one when left out.' }),
});

export const dryRunBody = z.strictObject({
  ticketNumber: z.int().min(1).max(2_147_483_647),
  seq: z.int().min(1).max(2_147_483_647).meta({ description: 'Which event of the ticket.' }),
});

const verdict = z.json().meta({ description: 'Each part of the condition with what it saw.' });

export const dryRunSchema = z.object({
  matched: z.boolean(),
  machineAnswer: z.boolean().meta({
    description: 'It would match, but a machine wrote, and no Flow reacts to that.',
  }),
  triggers: z.array(z.object({ event: z.string(), verdict })),
  steps: z.array(
    z.object({
      id: z.string(),
      use: z.string(),
      preview: z.string(),
      input: z.json().optional(),
      verdict: verdict.optional(),
    }),
  ),
});

export const decisionPage = pageOf(
  z.object({
    version: z.int(),
    ticketNumber: z.int(),
    seq: z.int(),
    matched: z.boolean(),
    explanation: z.json(),
    at: time,
  }),
);

export const decisionQuery = z.strictObject({ limit: pageFields.limit });
