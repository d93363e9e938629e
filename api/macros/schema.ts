import { z } from 'zod';
import { macroVisibilities } from '../../db/macro-store';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { maxTags, tagMaxLength } from '../../domain/ticket/ticket';
import { lineField } from '../http/fields';
import { changesAlong } from '../messages/schema';

const longestText = 20_000;

const changes = z
  .strictObject({
    status: z.enum(statuses),
    priority: z.enum(priorities),
    assignee: z
      .union([z.literal('me'), z.guid()], { error: 'this must be me or an agent’s id' })
      .nullable(),
    teamId: z.guid('this is no team’s id').nullable(),
    addTags: z
      .array(lineField(tagMaxLength))
      .max(maxTags, `at most ${maxTags} tags`)
      .transform((given) => [...new Set(given)]),
  })
  .partial()
  .meta({ description: 'What it changes; the assignee `me` is whoever uses it.' });

export const macroBody = z
  .strictObject({
    name: lineField(80),
    shortcut: z
      .string()
      .trim()
      .regex(/^[\p{L}\p{N}_-]{1,30}$/u, 'this must be one word of at most 30 letters')
      .nullable()
      .default(null)
      .meta({ description: 'A word that finds it at once.' }),
    text: z
      .string()
      .max(longestText, `this has more than ${longestText} characters`)
      .default('')
      .meta({ description: 'A template, as in Flows: `Hello {{requester.name}}`.' }),
    changes: changes.default({}),
    visibility: z.enum(macroVisibilities).default('private'),
    teamId: z
      .guid('this is no team’s id')
      .nullable()
      .default(null)
      .meta({ description: 'With the visibility `team`: whose it is.' }),
  })
  .refine(({ text, changes: asked }) => text.trim() || Object.keys(asked).length > 0, {
    error: 'write a text, or choose what it changes',
    path: ['text'],
  })
  .refine(({ visibility, teamId }) => (visibility === 'team') === (teamId !== null), {
    error: 'name the team that sees it, and only with the visibility "team"',
    path: ['teamId'],
  })
  .meta({ id: 'MacroContent' });

export const macroSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    shortcut: z.string().nullable(),
    text: z.string(),
    changes: z
      .object({
        status: z.enum(statuses),
        priority: z.enum(priorities),
        assignee: z.string().nullable(),
        teamId: z.string().nullable(),
        addTags: z.array(z.string()),
      })
      .partial(),
    visibility: z.enum(macroVisibilities),
    teamId: z.string().nullable(),
    ownerId: z.string(),
    mayChange: z.boolean().meta({ description: 'Whether the caller may change or remove it.' }),
  })
  .meta({ id: 'Macro' });

export const macroList = z.object({ items: z.array(macroSchema) }).meta({ id: 'Macros' });

export const renderBody = z.strictObject({ ticket: z.int().min(1).max(2_147_483_647) });

export const renderedMacro = z
  .object({
    text: z.string(),
    changes: changesAlong,
  })
  .meta({ id: 'RenderedMacro' });
