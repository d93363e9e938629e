import { z } from 'zod';
import { heldChoices, runningChoices } from '../../automation/flow-state';
import { flowChangeKinds } from '../../db/flow-change-store';
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
    pausedAt: time.nullable().meta({ description: 'Since when its runs are held.' }),
    archivedAt: time.nullable(),
    version: z.int().nullable().meta({ description: 'The published one; null: only a draft.' }),
    document: document.meta({ description: 'As published; before that, a draft.' }),
    updatedAt: time,
  })
  .meta({ id: 'FlowSummary' });

export const flowSchema = flowSummarySchema
  .extend({
    draft: document.meta({ description: 'Of the caller; null: as `document`.' }),
    draftBaseVersion: z
      .int()
      .nullable()
      .meta({ description: 'The version that the draft began with.' }),
    draftAt: time.nullable(),
    draftProblems: z.array(problem).meta({
      description: 'What keeps it from being published: the draft, or without one the document.',
    }),
    otherDrafts: z.array(z.object({ by: actor, baseVersion: z.int().nullable(), updatedAt: time })),
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

const yes = z.enum(['true', 'false']).transform((text) => text === 'true');

export const flowListQuery = z.strictObject({
  archived: yes
    .optional()
    .meta({ description: 'true: those in the archive, instead of the others.' }),
  ...pageFields,
});

export const flowParams = z.strictObject({
  id: z.string().min(1).max(100).meta({ description: 'The id or the slug.' }),
});

const versionText = integerText({ min: 1, max: 1_000_000 });

const note = z.string().trim().max(1_000).optional();

export const draftQuery = z.strictObject({
  baseVersion: versionText.optional().meta({
    description: 'The version that it began with; where the draft began when left out.',
  }),
});

export const publishBody = z
  .strictObject({
    note: note.meta({ description: 'What is new, for those who read the versions.' }),
    baseVersion: z.int().min(1).optional().meta({
      description: 'The newest version that the caller has seen.',
    }),
    rebase: z.boolean().optional().meta({
      description:
        'Put the draft together with what others published, where no step is touched by both.',
    }),
  })
  .optional();

export const rollbackQuery = z.strictObject({
  version: versionText
    .optional()
    .meta({ description: 'The one before the published one when left out.' }),
});

export const rollbackBody = z.strictObject({ version: z.int().min(1).optional(), note }).optional();

export const switchOffBody = z
  .strictObject({
    running: z.enum(runningChoices).optional().meta({
      description: 'What becomes of runs under way; they finish when left out.',
    }),
  })
  .optional();

export const resumeBody = z.strictObject({
  held: z.enum(heldChoices).meta({ description: 'What becomes of the runs that were held.' }),
});

export const moveRunsBody = z
  .strictObject({
    toVersion: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: 'The published one when left out.' }),
    dryRun: z.boolean().optional().meta({ description: 'Only tell which would move.' }),
  })
  .optional();

export const movedRunsSchema = z.object({
  version: z.int(),
  moved: z.array(z.string()).meta({ description: 'The runs that go on with it, or would.' }),
  stay: z.array(
    z.object({
      run: z.string(),
      step: z.string(),
      why: z.enum(['gone', 'of-another-kind', 'elsewhere']),
    }),
  ),
});

const comparable = z.union([z.enum(['published', 'draft']), versionText]);

export const diffQuery = z.strictObject({
  from: comparable
    .optional()
    .meta({ description: 'A version, `draft`, or `published`, which it is when left out.' }),
  to: comparable.optional().meta({ description: 'The caller’s draft when left out.' }),
});

const fieldChange = z.object({
  path: z.string(),
  from: z.json().optional(),
  to: z.json().optional(),
});

const place = { list: z.string(), after: z.string().nullable() };

const stepSummary = z.object({ id: z.string(), kind: z.string(), ...place });

const changed = z.array(fieldChange);

export const diffSchema = z
  .object({
    fields: changed,
    triggers: z.object({
      added: z.array(z.json()),
      removed: z.array(z.json()),
      changed: z.array(z.object({ trigger: z.int(), changes: changed })),
    }),
    steps: z.object({
      added: z.array(stepSummary),
      removed: z.array(stepSummary),
      moved: z.array(z.object({ id: z.string(), from: z.object(place), to: z.object(place) })),
      changed: z.array(z.object({ id: z.string(), changes: changed })),
    }),
  })
  .meta({ id: 'FlowDiff' });

export const checkWithOthersBody = z.strictObject({
  document: z.json(),
  others: z.array(z.json()).max(100).meta({
    description: 'Documents that are published before it: what it calls may be one of them.',
  }),
});

export const checkedSchema = z.object({ problems: z.array(problem) });

export const changePage = pageOf(
  z.object({
    what: z.enum(flowChangeKinds),
    by: actor,
    at: time,
    version: z.int().nullable().meta({ description: 'The version that it published.' }),
    note: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
);

export const changeQuery = z.strictObject(pageFields);

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
      iteration: z
        .int()
        .optional()
        .meta({ description: 'Which time round in the loops about it.' }),
      preview: z.string(),
      at: time.optional().meta({ description: 'When a wait would be over at the latest.' }),
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
