import { z } from 'zod';
import { viewVisibilities } from '../../db/view-store';
import { isFieldName, ticketColumns, usualColumns, usualOrder } from '../../domain/ticket/list';
import { lineField } from '../http/fields';
import { atLeastOneField, nothingToChange } from '../people/schema';
import { ticketFilter, ticketSort } from '../tickets/schema';

/** Checked like the query of a list and kept as it was written. */
const filter = z
  .record(z.string(), z.string())
  .superRefine((given, context) => {
    const { error } = ticketFilter.safeParse(given);
    for (const { message, path } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', message, path: [...path].slice(0, 1) });
    }
  })
  .meta({ description: 'As in the query of /api/v1/tickets: `{ "priority": "high,urgent" }`.' });

const columnError = `this must be one of ${ticketColumns.join(', ')}, or field.<slug>`;

const fields = {
  name: lineField(80),
  visibility: z
    .enum(viewVisibilities)
    .meta({ description: 'Who sees it: its owner, a team, or all.' }),
  teamId: z.guid('this is no team’s id').nullable().meta({ description: 'For visibility `team`.' }),
  filter,
  sort: ticketSort.unwrap(),
  columns: z
    .array(z.union([z.enum(ticketColumns), z.string().refine(isFieldName)], columnError))
    .min(1, 'name at least one column')
    .max(50, 'at most 50 columns')
    .refine((names) => new Set(names).size === names.length, 'name each column once')
    .refine((names) => names.includes('title'), 'name "title", which opens the tickets'),
};

/** A team with the visibility `team`, and with no other. */
function namesTeam(view: { visibility?: string | undefined; teamId?: string | null | undefined }) {
  return (view.visibility === 'team') === (view.teamId !== null && view.teamId !== undefined);
}

const teamIsMissing = {
  path: ['teamId'],
  error: 'name the team with the visibility "team", and with no other',
};

export const newViewBody = z
  .strictObject({
    ...fields,
    visibility: fields.visibility.default('private'),
    teamId: fields.teamId.default(null),
    filter: filter.default({}),
    sort: fields.sort.default(usualOrder),
    columns: fields.columns.default([...usualColumns]),
  })
  .refine(namesTeam, teamIsMissing)
  .meta({ id: 'NewView' });

export const viewChangeBody = z
  .strictObject(fields)
  .partial()
  .refine(atLeastOneField, nothingToChange)
  .refine(namesTeam, teamIsMissing)
  .meta({ id: 'ViewChange' });

export const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    visibility: z.enum(viewVisibilities),
    teamId: z.string().nullable(),
    ownerId: z.string().nullable(),
    filter: z.record(z.string(), z.string()),
    sort: z.string(),
    columns: z.array(z.string()),
    shipped: z.string().nullable().meta({ description: 'Which one of the product’s own.' }),
    mayChange: z.boolean().meta({ description: 'Whether the caller may change or remove it.' }),
  })
  .meta({ id: 'View' });

export const viewList = z.object({ items: z.array(viewSchema) }).meta({ id: 'Views' });

export const mostCounted = 100;

export const viewCounts = z
  .object({
    counts: z.record(z.string(), z.int()).meta({
      description: `Tickets by the view’s id; ${mostCounted} means that many or more.`,
    }),
  })
  .meta({ id: 'ViewCounts' });
