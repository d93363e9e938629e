import { z } from 'zod';
import { ticketEventTypes } from '../../domain/ticket/event';
import { sideEventTypes } from '../engine/occurrence';
import { operatorNames, type Operator } from '../engine/operators';
import { durationSentence, parseDuration } from './duration';

/** The Flow language, version 2: the shape of a document. What names mean is checked afterwards. */

export const languageVersion = 2;

export const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const usePattern = /^[a-z0-9-]+\.[a-z0-9-]+@\d+$/;
const namePattern = /^[a-z][a-zA-Z0-9_]*$/;
const nameSentence = 'use letters and digits and begin with a small letter, as in orderNumber';
export const maxStepsPerList = 100;
export const flowEventTypes = [...ticketEventTypes, ...sideEventTypes] as const;

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

const celSchema = z.strictObject({ cel: z.string().min(1).max(2_000) });

export const conditionSchema: z.ZodType<ConditionDocument> = z
  .union([fieldTestSchema, allSchema, anySchema, notSchema, celSchema])
  .meta({ id: 'Condition' }) as z.ZodType<ConditionDocument>;

/** What may start a Flow or end a wait. */
const eventTriggerSchema = z
  .strictObject({ event: z.enum(flowEventTypes), when: conditionSchema.optional() })
  .meta({ id: 'EventTrigger' });

/** What ends a wait is an event of the run's own ticket. */
const waitTriggerSchema = z
  .strictObject({ event: z.enum(ticketEventTypes), when: conditionSchema.optional() })
  .meta({ id: 'WaitTrigger' });

const flowInputSchema = z
  .strictObject({
    name: z.string().max(60).regex(namePattern, nameSentence),
    title: z.string().trim().min(1).max(200),
    type: z.enum(['text', 'number', 'boolean', 'date', 'select']),
    required: z.boolean().optional(),
    options: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
    default: scalar.optional(),
  })
  .meta({ id: 'FlowInput' });

const scheduleTriggerSchema = z
  .strictObject({ schedule: z.string().min(1).max(100), timeZone: z.string().max(60).optional() })
  .meta({ id: 'ScheduleTrigger' });

const webhookTriggerSchema = z
  .strictObject({ webhook: z.literal(true) })
  .meta({ id: 'WebhookTrigger' });

const manualTriggerSchema = z
  .strictObject({
    manual: z.strictObject({
      title: z.string().trim().min(1).max(100),
      inputs: z.array(flowInputSchema).max(30).optional(),
    }),
  })
  .meta({ id: 'ManualTrigger' });

const calledTriggerSchema = z
  .strictObject({ called: z.strictObject({ inputs: z.array(flowInputSchema).max(30).optional() }) })
  .meta({ id: 'CalledTrigger' });

const triggerSchema = z
  .union([
    eventTriggerSchema,
    scheduleTriggerSchema,
    webhookTriggerSchema,
    manualTriggerSchema,
    calledTriggerSchema,
  ])
  .meta({ id: 'Trigger' });

const settingsSchema = z
  .strictObject({
    concurrency: z
      .strictObject({
        per: z.string().min(1).max(500),
        whenBusy: z.enum(['skip', 'queue', 'replace']),
      })
      .optional(),
    budget: z.strictObject({ runs: z.int().min(1).max(10_000) }).optional(),
    ownChanges: z.enum(['ignore', 'react']).optional(),
  })
  .meta({ id: 'Settings' });

const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(100),
  firstPause: duration.optional(),
});

const stepsSchema = z.lazy(() => z.array(stepSchema).max(maxStepsPerList)) as z.ZodType<
  StepDocument[]
>;

/** A literal, or `{ ref }`, `{ template }`, `{ cel }` in any place of it. */
const value = z.json().meta({ title: 'Value' });
const values = z.record(z.string(), value);
const named = z.record(z.string().max(60).regex(namePattern, nameSentence), value);
const onError: z.ZodType<OnErrorDocument> = z.union([z.enum(['stop', 'continue']), stepsSchema]);

const actionStepSchema = z.strictObject({
  id: stepId,
  use: z.string().regex(usePattern, 'write an action with its version, as in core.add-note@1'),
  with: values.optional(),
  retry: retrySchema.optional(),
  timeout: duration.optional(),
  onError: onError.optional(),
});

const ifStepSchema = z.strictObject({
  id: stepId,
  if: z.strictObject({ when: conditionSchema, then: stepsSchema, else: stepsSchema.optional() }),
});

const switchStepSchema = z.strictObject({
  id: stepId,
  switch: z.strictObject({
    on: value,
    cases: z
      .array(
        z.strictObject({
          is: z.union([scalar, z.array(scalar).min(1).max(100)]),
          do: stepsSchema,
        }),
      )
      .min(1)
      .max(50),
    else: stepsSchema.optional(),
  }),
});

const forStepSchema = z.strictObject({
  id: stepId,
  for: z.strictObject({ each: value, max: z.int().min(1).max(10_000), do: stepsSchema }),
});

const waitStepSchema = z.strictObject({
  id: stepId,
  wait: z
    .strictObject({
      for: duration.optional(),
      at: value.optional(),
      calendar: z.string().min(1).max(200).optional(),
      until: z.array(waitTriggerSchema).min(1).max(20).optional(),
    })
    .refine((wait) => wait.for !== undefined || wait.at !== undefined || wait.until !== undefined, {
      message: 'say how long to wait (for), until when (at), for which events (until), or both',
    }),
  onEvent: stepsSchema.optional(),
  onTimeout: stepsSchema.optional(),
});

const parallelStepSchema = z.strictObject({
  id: stepId,
  parallel: z.strictObject({
    branches: z.array(stepsSchema).min(2).max(10),
    until: z.enum(['all', 'any']).optional(),
  }),
});

const callStepSchema = z.strictObject({
  id: stepId,
  flow: z.string().max(60).regex(slugPattern, 'write the slug of a Flow'),
  /** The number of the ticket that it runs on; the run's own when left out. */
  ticket: value.optional(),
  with: values.optional(),
  onError: onError.optional(),
});

const approveStepSchema = z.strictObject({
  id: stepId,
  approve: z.strictObject({
    by: z.array(z.string().min(1).max(320)).min(1).max(20),
    text: z.string().min(1).max(10_000),
    for: duration.optional(),
    default: z.enum(['approve', 'reject']).optional(),
    needs: z.enum(['one', 'all']).optional(),
  }),
  onApprove: stepsSchema.optional(),
  onReject: stepsSchema.optional(),
});

const setStepSchema = z.strictObject({ id: stepId, set: named });

const stopStepSchema = z.strictObject({
  id: stepId,
  stop: z.strictObject({
    outcome: z
      .string()
      .max(60)
      .regex(slugPattern, 'use lower-case letters, digits and hyphens, as in not-needed'),
    reason: z.string().max(200).optional(),
  }),
});

export const stepSchema: z.ZodType<StepDocument> = z
  .union([
    actionStepSchema,
    ifStepSchema,
    switchStepSchema,
    forStepSchema,
    waitStepSchema,
    parallelStepSchema,
    callStepSchema,
    approveStepSchema,
    setStepSchema,
    stopStepSchema,
  ])
  .meta({ id: 'Step' }) as z.ZodType<StepDocument>;

export const documentSchema = z.strictObject({
  language: z.literal(languageVersion),
  flow: z
    .string()
    .max(60)
    .regex(slugPattern, 'use lower-case letters, digits and hyphens, as in urgent-to-lead'),
  title: z.string().trim().min(1).max(200),
  description: z.string().max(5_000).optional(),
  on: z.array(triggerSchema).min(1).max(50),
  settings: settingsSchema.optional(),
  outputs: named.optional(),
  steps: z.array(stepSchema).min(1).max(maxStepsPerList),
});

export type ConditionDocument =
  | z.infer<typeof fieldTestSchema>
  | { all: ConditionDocument[] }
  | { any: ConditionDocument[] }
  | { not: ConditionDocument }
  | z.infer<typeof celSchema>;
export type EventTriggerDocument = z.infer<typeof eventTriggerSchema>;
export type WaitTriggerDocument = z.infer<typeof waitTriggerSchema>;
export type TriggerDocument = z.infer<typeof triggerSchema>;
export type FlowInputDocument = z.infer<typeof flowInputSchema>;
type OnErrorDocument = 'stop' | 'continue' | StepDocument[];
export interface ActionStepDocument {
  id: string;
  use: string;
  with?: Record<string, JsonValue> | undefined;
  retry?: z.infer<typeof retrySchema> | undefined;
  timeout?: string | undefined;
  onError?: OnErrorDocument | undefined;
}
export interface IfStepDocument {
  id: string;
  if: { when: ConditionDocument; then: StepDocument[]; else?: StepDocument[] | undefined };
}
export interface SwitchStepDocument {
  id: string;
  switch: {
    on: JsonValue;
    cases: { is: ScalarDocument | ScalarDocument[]; do: StepDocument[] }[];
    else?: StepDocument[] | undefined;
  };
}
export interface ForStepDocument {
  id: string;
  for: { each: JsonValue; max: number; do: StepDocument[] };
}
export interface WaitStepDocument {
  id: string;
  wait: {
    for?: string | undefined;
    at?: JsonValue | undefined;
    calendar?: string | undefined;
    until?: WaitTriggerDocument[] | undefined;
  };
  onEvent?: StepDocument[] | undefined;
  onTimeout?: StepDocument[] | undefined;
}
export interface ParallelStepDocument {
  id: string;
  parallel: { branches: StepDocument[][]; until?: 'all' | 'any' | undefined };
}
export interface CallStepDocument {
  id: string;
  flow: string;
  ticket?: JsonValue | undefined;
  with?: Record<string, JsonValue> | undefined;
  onError?: OnErrorDocument | undefined;
}
export interface ApproveStepDocument {
  id: string;
  approve: {
    by: string[];
    text: string;
    for?: string | undefined;
    default?: 'approve' | 'reject' | undefined;
    needs?: 'one' | 'all' | undefined;
  };
  onApprove?: StepDocument[] | undefined;
  onReject?: StepDocument[] | undefined;
}
export type SetStepDocument = z.infer<typeof setStepSchema>;
export type StopStepDocument = z.infer<typeof stopStepSchema>;
export type StepDocument =
  | ActionStepDocument
  | IfStepDocument
  | SwitchStepDocument
  | ForStepDocument
  | WaitStepDocument
  | ParallelStepDocument
  | CallStepDocument
  | ApproveStepDocument
  | SetStepDocument
  | StopStepDocument;
export type FlowDocument = z.infer<typeof documentSchema>;
export type JsonValue = z.infer<ReturnType<typeof z.json>>;
type ScalarDocument = z.infer<typeof scalar>;

/** The language as JSON Schema (draft 2020-12), for editors and other programs. */
export function flowJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(documentSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:ticketloom:flow-schema:${languageVersion}`,
    title: `Flow, version ${languageVersion} of the language`,
    ...schema,
  };
}
