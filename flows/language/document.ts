import { z } from 'zod';
import { ticketEventTypes } from '../../domain/ticket/event';
import { operatorNames, type Operator } from '../engine/operators';
import { durationSentence, parseDuration } from './duration';

/** The Flow language, version 1: the shape of a document. What names mean is checked afterwards. */

export const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const usePattern = /^[a-z0-9-]+\.[a-z0-9-]+@\d+$/;
export const maxStepsPerList = 100;

const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
const testValue = z.union([scalar, z.array(scalar).min(1).max(100)]);
const duration = z.string().refine((text) => parseDuration(text) !== null, durationSentence);

const stepId = z
  .string()
  .max(60)
  .regex(slugPattern, 'use lower-case letters, digits and hyphens, as in remind-customer');

/** `{ field: priority, is: urgent }`: a field and exactly one operator. */
const fieldTestSchema = z.strictObject({
  field: z.string().max(120),
  ...(Object.fromEntries(operatorNames.map((name) => [name, testValue.optional()])) as Record<
    Operator,
    z.ZodOptional<typeof testValue>
  >),
});

const allSchema = z.strictObject({
  get all() {
    return z.array(conditionSchema).min(1).max(50);
  },
});
const anySchema = z.strictObject({
  get any() {
    return z.array(conditionSchema).min(1).max(50);
  },
});
const notSchema = z.strictObject({
  get not(): typeof conditionSchema {
    return conditionSchema;
  },
});

export const conditionSchema: z.ZodType<ConditionDocument> = z
  .union([fieldTestSchema, allSchema, anySchema, notSchema])
  .meta({ id: 'Condition' }) as z.ZodType<ConditionDocument>;

const triggerSchema = z
  .strictObject({ event: z.enum(ticketEventTypes), when: conditionSchema.optional() })
  .meta({ id: 'Trigger' });

const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(100),
  firstPause: duration.optional(),
});

const actionStepSchema = z.strictObject({
  id: stepId,
  use: z.string().regex(usePattern, 'write an action with its version, as in core.add-note@1'),
  with: z.record(z.string(), z.json()).optional(),
  retry: retrySchema.optional(),
  timeout: duration.optional(),
  onError: z.enum(['stop', 'continue']).optional(),
});

const stepsSchema = z.lazy(() => z.array(stepSchema).max(maxStepsPerList)) as z.ZodType<
  StepDocument[]
>;

const ifStepSchema = z.strictObject({
  id: stepId,
  if: z.strictObject({ when: conditionSchema, then: stepsSchema, else: stepsSchema.optional() }),
});

const waitStepSchema = z.strictObject({
  id: stepId,
  wait: z
    .strictObject({ for: duration.optional(), until: z.array(triggerSchema).min(1).optional() })
    .refine((wait) => wait.for !== undefined || wait.until !== undefined, {
      message: 'say how long to wait (for), for which events (until), or both',
    }),
  onEvent: stepsSchema.optional(),
  onTimeout: stepsSchema.optional(),
});

const stopStepSchema = z.strictObject({ id: stepId, stop: z.string().max(200) });

export const stepSchema: z.ZodType<StepDocument> = z
  .union([actionStepSchema, ifStepSchema, waitStepSchema, stopStepSchema])
  .meta({ id: 'Step' }) as z.ZodType<StepDocument>;

export const documentSchema = z.strictObject({
  language: z.literal(1),
  flow: z
    .string()
    .max(60)
    .regex(slugPattern, 'use lower-case letters, digits and hyphens, as in urgent-to-lead'),
  title: z.string().trim().min(1).max(200),
  description: z.string().max(5_000).optional(),
  on: z.array(triggerSchema).min(1).max(50),
  steps: z.array(stepSchema).min(1).max(maxStepsPerList),
});

export type ConditionDocument =
  | z.infer<typeof fieldTestSchema>
  | { all: ConditionDocument[] }
  | { any: ConditionDocument[] }
  | { not: ConditionDocument };
export type TriggerDocument = z.infer<typeof triggerSchema>;
export type ActionStepDocument = z.infer<typeof actionStepSchema>;
export interface IfStepDocument {
  id: string;
  if: { when: ConditionDocument; then: StepDocument[]; else?: StepDocument[] | undefined };
}
export interface WaitStepDocument {
  id: string;
  wait: { for?: string | undefined; until?: TriggerDocument[] | undefined };
  onEvent?: StepDocument[] | undefined;
  onTimeout?: StepDocument[] | undefined;
}
export type StopStepDocument = z.infer<typeof stopStepSchema>;
export type StepDocument =
  ActionStepDocument | IfStepDocument | WaitStepDocument | StopStepDocument;
export type FlowDocument = z.infer<typeof documentSchema>;

/** The language as JSON Schema (draft 2020-12), for editors and other programs. */
export function flowJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(documentSchema, { target: 'draft-2020-12' });
}
