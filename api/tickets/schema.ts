import { z } from 'zod';
import { isFieldParameter } from '../../domain/custom-field/condition';
import { maxOptions } from '../../domain/custom-field/definition';
import { escalationLevels } from '../../domain/ticket/escalation';
import { linkKinds } from '../../domain/ticket/link';
import { priorities } from '../../domain/ticket/priority';
import { removals } from '../../domain/ticket/removal';
import { ratingScores } from '../../domain/ticket/rating';
import { statuses } from '../../domain/ticket/status';
import {
  descriptionMaxLength,
  maxTags,
  sources,
  tagMaxLength,
  titleMaxLength,
} from '../../domain/ticket/ticket';
import { isOrder, ticketOrders, usualOrder } from '../../domain/ticket/list';
import { runPage } from '../flow-runs/schema';
import { relationKinds } from '../../db/relation-store';
import { messagePage } from '../messages/schema';
import { emailField, lineField, listOf, pageFields, pageOf, time } from '../http/fields';

const title = lineField(titleMaxLength);
const description = z
  .string()
  .max(descriptionMaxLength, `this has more than ${descriptionMaxLength} characters`);
const tags = z
  .array(lineField(tagMaxLength))
  .max(maxTags, `a ticket has at most ${maxTags} tags`)
  .transform((given) => [...new Set(given)]);
const assigneeId = z.guid('this is no agent’s id').nullable();
const teamId = z.guid('this is no team’s id').nullable();
const customFieldValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()).max(maxOptions),
  z.null(),
]);
const customFields = z
  .record(z.string().max(60), customFieldValue)
  .refine((given) => Object.keys(given).length <= 200, 'at most 200 fields at once')
  .meta({ description: 'By slug, see /api/v1/custom-fields. Null empties a field.' });

export const requesterBody = z
  .union([
    z.strictObject({ contactId: z.guid('this is no contact’s id') }),
    z.strictObject({ leadId: z.guid('this is no lead’s id') }),
    z.strictObject({ email: emailField, name: lineField(200).optional() }),
  ])
  .meta({ description: 'An e-mail address that nobody has yet becomes a Lead.' });

export const newTicketBody = z
  .strictObject({
    title,
    description: description.optional(),
    priority: z.enum(priorities).optional(),
    requester: requesterBody,
    assigneeId: assigneeId.optional(),
    teamId: teamId.optional(),
    customFields: customFields.optional(),
    tags: tags.optional(),
    followUpOf: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .optional()
      .meta({ description: 'The ticket that it goes on from.' }),
    conversationId: z.guid('this is no conversation’s id').optional().meta({
      description: 'The conversation that it comes from; each becomes one ticket at most.',
    }),
  })
  .meta({ id: 'NewTicket' });

const ticketChangeFields = {
  title: title.optional(),
  description: description.optional(),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  assigneeId: assigneeId.optional(),
  teamId: teamId.optional(),
  customFields: customFields.optional(),
  tags: tags.optional(),
  requester: requesterBody.optional(),
  escalation: z
    .literal(escalationLevels)
    .optional()
    .meta({ description: 'How far up it was taken: 1 to 5; 0 is not at all.' }),
  removed: z
    .enum(removals)
    .nullable()
    .optional()
    .meta({ description: 'Into the bin or among spam; null brings it back.' }),
};

export const ticketChangeBody = z
  .strictObject({
    ...ticketChangeFields,
    blockSender: z.boolean().optional().meta({
      description:
        'With `removed`: true with `spam` blocks the requester’s address, so that its mail makes no ticket; false with null unblocks it.',
    }),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change')
  .refine(
    ({ blockSender, removed }) =>
      blockSender === undefined || (blockSender ? removed === 'spam' : removed === null),
    {
      path: ['blockSender'],
      message: 'this is true together with removed: "spam", or false together with removed: null',
    },
  )
  .refine(({ blockSender, requester }) => blockSender === undefined || requester === undefined, {
    path: ['requester'],
    message: 'change the requester first, then block or unblock them',
  })
  .meta({ id: 'TicketChange' });

export const bulkBody = z.strictObject({
  numbers: z
    .array(z.int().min(1).max(2_147_483_647))
    .min(1, 'name at least one ticket')
    .max(1_000, 'at most 1,000 tickets at once'),
  change: z
    .strictObject({ ...ticketChangeFields, addTags: tags.optional(), removeTags: tags.optional() })
    .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change')
    .refine(
      (fields) => !fields.tags || !(fields.addTags ?? fields.removeTags),
      'give all tags, or those to add and to remove',
    )
    .meta({ id: 'BulkChange' }),
  onlyIf: z
    .strictObject({
      status: ticketChangeFields.status,
      priority: ticketChangeFields.priority,
      assigneeId: ticketChangeFields.assigneeId,
      teamId: ticketChangeFields.teamId,
      escalation: ticketChangeFields.escalation,
      removed: ticketChangeFields.removed,
    })
    .optional()
    .meta({ description: 'A ticket that has another value by now is refused and stays as it is.' }),
});

const filterFields = {
  status: listOf(statuses)
    .optional()
    .meta({ description: 'With commas; when left out: open, in_progress and waiting.' }),
  priority: listOf(priorities).optional(),
  assignee: z
    .union([z.literal('me'), z.literal('none'), z.guid()], {
      error: 'this must be me, none or an agent’s id',
    })
    .optional(),
  team: z
    .union([z.literal('none'), z.guid()], { error: 'this must be none or a team’s id' })
    .optional(),
  tag: z.string().min(1).max(tagMaxLength).optional(),
  requester: z.guid('this is no id of a contact or lead').optional(),
  watcher: z
    .union([z.literal('me'), z.guid()], { error: 'this must be me or an agent’s id' })
    .optional()
    .meta({ description: 'Who watches it.' }),
  account: z
    .guid('this is no account’s id')
    .optional()
    .meta({ description: 'Of any contact of this account.' }),
  snoozed: z.enum(['no', 'yes', 'any']).optional().meta({
    description:
      'Whether they are out of the way for now. When left out: no; of one requester or account: any.',
  }),
  removed: z
    .enum(removals)
    .optional()
    .meta({ description: 'Those in the bin or among spam, of any status; else those in neither.' }),
  q: z.string().trim().min(1).max(200).optional().meta({
    description: 'Words in the title, messages, people or tags; see /api/v1/search.',
  }),
};

/** What the catch-all stands for, as JSON Schema says it. */
const onlyFieldNames = { propertyNames: { pattern: '^[a-zA-Z]+$|^field\\.' } };

/**
 * An object with what a list can be filtered by: the fields above, and `field.<slug>` for custom
 * fields, whose values are read where the fields are known (list-filter.ts).
 */
function withFilter<S extends z.ZodRawShape>(others: S) {
  const known = z.object({ ...filterFields, ...others }).catchall(z.string());
  return known.meta(onlyFieldNames).superRefine((given, context) => {
    for (const [name, value] of Object.entries(given)) {
      if (name in filterFields || name in others) continue;
      const isField = isFieldParameter(name) && typeof value === 'string';
      if (!isField) context.addIssue({ code: 'unrecognized_keys', keys: [name], input: given });
    }
  });
}

/** As a saved view keeps it. */
export const ticketFilter = withFilter({});

export const ticketSort = z
  .string()
  .refine(isOrder, `this must be one of ${ticketOrders.join(', ')}, or field.<slug>`)
  .default(usualOrder)
  .meta({
    description: `A minus: the greatest first. One of ${ticketOrders.join(', ')}, or a custom field as \`field.<slug>\`; tickets without a value come last.`,
  });

export const ticketListQuery = withFilter({ sort: ticketSort, ...pageFields });

export const ticketExportQuery = withFilter({ sort: ticketSort });

export const ticketSchema = z
  .object({
    number: z.int(),
    title: z.string(),
    description: z.string(),
    status: z.enum(statuses),
    priority: z.enum(priorities),
    assignee: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    team: z.object({ id: z.string(), name: z.string() }).nullable(),
    requester: z.object({
      type: z.enum(['contact', 'lead']),
      id: z.string(),
      name: z.string().nullable(),
      email: z.string(),
      account: z.object({ id: z.string(), name: z.string() }).nullable(),
    }),
    tags: z.array(z.string()),
    customFields: z.record(z.string(), customFieldValue),
    source: z.enum(sources),
    followUpOf: z.int().nullable().meta({ description: 'The closed ticket that it goes on from.' }),
    snoozedUntil: time.nullable().meta({ description: 'Out of the way until then.' }),
    mergedInto: z.int().nullable().meta({
      description: 'The ticket that goes on with this one; it takes no more changes.',
    }),
    mergedFrom: z.array(z.int()).meta({
      description: 'The tickets that were merged into it; their messages are in its thread.',
    }),
    links: z
      .array(z.object({ kind: z.enum(linkKinds), number: z.int() }))
      .meta({ description: 'Other tickets, and what this one is to them: it causes …' }),
    removed: z.enum(removals).nullable().meta({
      description: 'In the bin or among spam: it takes no changes until it is restored.',
    }),
    removedAt: time.nullable(),
    rating: z
      .object({ score: z.literal(ratingScores), comment: z.string().nullable(), at: time })
      .nullable()
      .meta({ description: 'What the customer said of the help: 1 (bad) to 5 (good).' }),
    escalation: z
      .literal(escalationLevels)
      .meta({ description: 'How far up it was taken: 1 to 5; 0 is not at all.' }),
    version: z.int().meta({ description: 'The number of its last event, and its ETag.' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Ticket' });

const inclusions = [
  'messages',
  'events',
  'flowRuns',
  'conversation',
  'relations',
  'watchers',
] as const;

export type Inclusion = (typeof inclusions)[number];

export const ticketQuery = z.strictObject({ include: listOf(inclusions).optional() });

export const ticketPage = pageOf(ticketSchema).meta({ id: 'TicketPage' });

export const bulkResults = z
  .object({
    results: z.array(
      z.union([
        z.object({ number: z.int(), ok: z.literal(true), version: z.int() }),
        z.object({
          number: z.int(),
          ok: z.literal(false),
          status: z.int(),
          code: z.string(),
          detail: z.string(),
        }),
      ]),
    ),
  })
  .meta({ id: 'BulkResults' });

export const eventSchema = z
  .object({
    seq: z.int(),
    type: z.string(),
    at: time,
    actor: z.object({
      type: z.enum(['agent', 'customer', 'flow', 'system']),
      id: z.string(),
      name: z.string(),
    }),
    cause: z.object({
      commandId: z.string(),
      flow: z.string().optional(),
      run: z.string().optional(),
      step: z.string().optional(),
    }),
    changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    messageId: z.string().optional().meta({ description: 'The message that it is about.' }),
    reason: z.string().optional().meta({ description: 'Why a delivery failed.' }),
  })
  .meta({ id: 'TicketEvent' });

export const eventPage = pageOf(eventSchema).meta({ id: 'TicketEventPage' });
export const eventsQuery = z.strictObject(pageFields);

export const relationSchema = z
  .object({
    kind: z.enum(relationKinds).meta({ description: 'What the other ticket is to this one.' }),
    ticket: z.object({
      number: z.int(),
      title: z.string(),
      status: z.enum(statuses),
      requester: z.object({ name: z.string().nullable(), email: z.string() }),
    }),
  })
  .meta({ id: 'TicketRelation' });

export const ticketWithIncluded = ticketSchema
  .extend({
    messages: messagePage.optional(),
    events: eventPage.optional(),
    flowRuns: runPage.optional(),
    watchers: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .optional()
      .meta({ description: 'Who watches it.' }),
    conversation: z
      .object({ id: z.string(), visitor: z.string().nullable() })
      .nullable()
      .optional()
      .meta({ description: 'The conversation that it was made of.' }),
    relations: z
      .array(relationSchema)
      .optional()
      .meta({ description: 'The tickets that have to do with it.' }),
  })
  .meta({ id: 'TicketWithIncluded' });
