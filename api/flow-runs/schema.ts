import { z } from 'zod';
import { integerText, listOf, pageFields, pageOf, time } from '../http/fields';

/** As callers see them: a run that is planned and not started yet is running to them. */
export const shownStatuses = [
  'queued',
  'held',
  'running',
  'waiting',
  'completed',
  'failed',
  'cancelled',
  'stopped',
] as const;

export type ShownStatus = (typeof shownStatuses)[number];

export const runSummarySchema = z
  .object({
    id: z.string(),
    flow: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
    version: z.int(),
    ticketNumber: z.int(),
    eventSeq: z.int(),
    status: z.enum(shownStatuses),
    reason: z.string().nullable().meta({ description: 'Why it failed or was stopped.' }),
    rerunOf: z.string().nullable(),
    chain: z
      .array(z.object({ run: z.string(), ticketNumber: z.int(), seq: z.int() }))
      .meta({ description: 'The runs whose changes led to this one.' }),
    startedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'FlowRunSummary' });

export const runSchema = runSummarySchema
  .extend({
    steps: z.array(
      z.object({
        id: z.string(),
        use: z.string(),
        status: z.string(),
        input: z.json().nullable(),
        output: z.json().nullable(),
        explanation: z.json().nullable(),
        attempts: z.array(
          z.object({ at: time, error: z.string().optional(), code: z.string().optional() }),
        ),
        waitingUntil: time.nullable(),
        startedAt: time,
        endedAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'FlowRun' });

export const runPage = pageOf(runSummarySchema);

export const runListQuery = z.strictObject({
  flow: z.string().min(1).max(100).optional().meta({ description: 'A Flow’s id or slug.' }),
  ticket: integerText({ min: 1, max: 2_147_483_647 }).optional(),
  status: listOf(shownStatuses).optional(),
  ...pageFields,
});

export const runParams = z.strictObject({ id: z.string().min(1).max(200) });
