import { z } from 'zod';
import { time } from '../http/fields';

const slugParams = z.string().min(1).max(100);

export const hookParams = z.strictObject({ slug: slugParams });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const runByHandBody = z.strictObject({
  ticketNumber: z
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .meta({ description: 'Left out: the run concerns no ticket.' }),
  inputs: z.record(z.string(), scalar).optional().meta({
    description: 'By the names that the Flow’s trigger `manual` gives them.',
  }),
});

const inputSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    type: z.enum(['text', 'number', 'boolean', 'date', 'select']),
    required: z.boolean(),
    options: z.array(z.string()).optional(),
    default: scalar.optional(),
  })
  .meta({ id: 'FlowRunInput' });

export const manualFlowsSchema = z.object({
  items: z.array(
    z
      .object({
        id: z.string(),
        slug: z.string(),
        title: z.string().meta({ description: 'What its button says.' }),
        description: z.string(),
        inputs: z.array(inputSchema),
      })
      .meta({ id: 'ManualFlow' }),
  ),
});

export const flowWebhookSchema = z
  .object({
    url: z.string(),
    secret: z.string().meta({ description: '`whsec_` and the key in base64.' }),
    formerWorksUntil: time
      .nullable()
      .meta({ description: 'Until when the secret before this one is still taken.' }),
  })
  .meta({ id: 'FlowWebhook' });

export const hookAnswer = z.object({
  run: z
    .string()
    .meta({ description: 'The run that this began; the same for the same webhook-id.' }),
});

export const flowScheduleSchema = z.object({
  items: z.array(
    z
      .object({
        cron: z.string(),
        timeZone: z.string(),
        nextTimes: z.array(time).meta({ description: 'Empty while the Flow is off.' }),
      })
      .meta({ id: 'FlowSchedule' }),
  ),
});
