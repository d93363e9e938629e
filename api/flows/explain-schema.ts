import { z } from 'zod';
import { integerText, time } from '../http/fields';

const flowId = z.string().min(1).max(100).meta({ description: 'The id or the slug.' });
const largest = 2_147_483_647;

export const explanationParams = z.strictObject({
  id: flowId,
  ticket: integerText({ min: 1, max: largest }),
  seq: integerText({ min: 1, max: largest }),
});

export const explanationSchema = z
  .object({
    version: z.int(),
    ticketNumber: z.int(),
    seq: z.int(),
    matched: z.boolean(),
    explanation: z.json().meta({ description: 'Each part of the conditions with what it saw.' }),
    keptAt: time.nullable().meta({
      description: 'Null: nothing was kept, and this is how the published version decides now.',
    }),
    sentences: z.array(
      z.object({
        holds: z.boolean(),
        depth: z.int().meta({ description: 'Parts of a group follow it, one deeper.' }),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'FlowExplanation' });

export const backtestParams = z.strictObject({ id: flowId });

export const backtestBody = z.strictObject({
  days: z.int().min(1).max(90),
  from: z.enum(['draft', 'published']).optional().meta({ description: 'The draft when left out.' }),
});

export const backtestSchema = z
  .object({
    since: time,
    until: time,
    events: z.int(),
    listened: z.int().meta({ description: 'Those of a kind that the Flow listens for.' }),
    matched: z.int().meta({ description: 'How many runs would have been started.' }),
    stayedOut: z.object({
      ownChange: z.int(),
      machineAnswer: z.int(),
      overBudget: z.int(),
      busy: z.int(),
    }),
    ticketCount: z.int(),
    tickets: z.array(
      z.object({
        ticketNumber: z.int(),
        times: z.int(),
        first: z.array(z.object({ seq: z.int(), type: z.string(), at: time })),
        overBudget: z.boolean(),
      }),
    ),
    days: z.array(z.object({ day: z.string(), matched: z.int() })),
    previewed: z.int().meta({ description: 'Of so many first runs the actions are told.' }),
    actions: z.array(
      z.object({
        step: z.string(),
        use: z.string(),
        times: z.int(),
        previews: z.array(z.object({ ticketNumber: z.int(), seq: z.int(), preview: z.string() })),
      }),
    ),
    loops: z
      .array(
        z.object({
          links: z.array(z.object({ flow: z.string(), step: z.string(), event: z.string() })),
        }),
      )
      .meta({ description: 'Flows of which each may start the next, and the last the first.' }),
    truncated: z.boolean().meta({ description: 'The time was up; it is true of a part.' }),
  })
  .meta({ id: 'Backtest' });
