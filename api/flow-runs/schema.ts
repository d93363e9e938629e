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
    ticketNumber: z.int().nullable().meta({ description: 'Null: what began it has no ticket.' }),
    eventSeq: z.int().nullable(),
    begunBy: z
      .object({
        type: z.string(),
        at: time,
        actor: z.object({ type: z.string(), name: z.string() }),
      })
      .nullable()
      .meta({ description: 'What began it, when that is no event of a ticket.' }),
    status: z.enum(shownStatuses),
    reason: z.string().nullable().meta({ description: 'Why it failed or was stopped.' }),
    outcome: z.string().nullable().meta({ description: 'What its “stop” said.' }),
    rerunOf: z.string().nullable(),
    calledBy: z.string().nullable().meta({ description: 'The run that waits for it.' }),
    chain: z
      .array(
        z.object({ run: z.string(), ticketNumber: z.int().nullable(), seq: z.int().nullable() }),
      )
      .meta({ description: 'The runs whose changes led to this one.' }),
    startedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'FlowRunSummary' });

export const runSchema = runSummarySchema
  .extend({
    inputs: z.record(z.string(), z.json()),
    outputs: z.record(z.string(), z.json()).nullable(),
    steps: z.array(
      z.object({
        id: z.string(),
        iteration: z.int().meta({ description: 'Which time round in the loops about it, from 0.' }),
        items: z.array(z.int()).meta({
          description: 'The how-manieth item of each loop about it, from 1, outermost first.',
        }),
        use: z.string(),
        status: z.string(),
        input: z.json().nullable(),
        output: z.json().nullable(),
        explanation: z.json().nullable(),
        attempts: z.array(
          z.object({ at: time, error: z.string().optional(), code: z.string().optional() }),
        ),
        waitingUntil: time.nullable(),
        nextAttemptAt: time.nullable().meta({ description: 'When it is tried again, about.' }),
        takenOver: z.boolean().meta({ description: 'Done by the run that this one repeats.' }),
        waitedMs: z.int().nullable().meta({ description: 'How long it waited, or waits so far.' }),
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
  version: integerText({ min: 1, max: 1_000_000 }).optional(),
  failedStep: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'The id of a step that failed.' }),
  error: z.string().min(1).max(200).optional().meta({ description: 'Words of why it failed.' }),
  ...pageFields,
});

export const rerunBody = z
  .strictObject({
    from: z.string().min(1).max(60).optional().meta({
      description: 'From this step on; without it from the first that was not completed.',
    }),
  })
  .optional();

export const rerunFailedSchema = z.object({ runs: z.array(z.string()) });

export const runParams = z.strictObject({ id: z.string().min(1).max(200) });
