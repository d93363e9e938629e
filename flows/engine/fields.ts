import type { CustomFieldDefinition, CustomFieldType } from '../../domain/custom-field/definition';
import { valueOf, type CustomFields } from '../../domain/custom-field/value';
import { ticketEventTypes, type FieldChange } from '../../domain/ticket/event';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { sources, type TicketFacts } from '../../domain/ticket/ticket';
import type { Operator } from './operators';
import type { Seen } from './seen';

export type FieldType =
  'choice' | 'ordered' | 'agent' | 'team' | 'labels' | 'value' | CustomFieldType;

export interface ConditionField {
  title: string;
  type: FieldType;
  /** The allowed values of a choice. */
  values?: readonly string[];
  /** The ticket's field whose changes `changed…` looks at; of the custom fields the one of `slug`. */
  changes?: keyof TicketFacts | 'customFields';
  slug?: string;
  read(seen: Seen): unknown;
}

const requesterTypes = ['contact', 'lead'] as const;
const actorTypes = ['agent', 'customer', 'flow', 'system'] as const;

/** Every field that conditions can ask about. Free text is not among them: histories hold none. */
export const conditionFields = {
  status: {
    title: 'Status',
    type: 'choice',
    values: statuses,
    changes: 'status',
    read: ({ facts }) => facts.status,
  },
  priority: {
    title: 'Priority',
    type: 'ordered',
    values: priorities,
    changes: 'priority',
    read: ({ facts }) => facts.priority,
  },
  assignee: {
    title: 'Assignee',
    type: 'agent',
    changes: 'assigneeId',
    read: ({ facts }) => facts.assigneeId,
  },
  team: {
    title: 'Team',
    type: 'team',
    changes: 'teamId',
    read: ({ facts }) => facts.teamId ?? null,
  },
  tags: { title: 'Tags', type: 'labels', changes: 'tags', read: ({ facts }) => facts.tags },
  escalation: {
    title: 'Escalation level',
    type: 'number',
    changes: 'escalation',
    read: ({ facts }) => facts.escalation ?? 0,
  },
  'requester.type': {
    title: 'Requester is a contact or a lead',
    type: 'choice',
    values: requesterTypes,
    read: ({ facts }) => facts.requester.type,
  },
  source: {
    title: 'Source',
    type: 'choice',
    values: sources,
    read: ({ facts }) => facts.source,
  },
  'event.type': {
    title: 'What happened',
    type: 'choice',
    values: ticketEventTypes,
    read: ({ event }) => event.type,
  },
  'event.actor': {
    title: 'Who did it',
    type: 'choice',
    values: actorTypes,
    read: ({ event }) => event.actor.type,
  },
} as const satisfies Record<string, ConditionField>;

export const fieldNames = Object.keys(conditionFields) as (keyof typeof conditionFields)[];

const one = ['is', 'is_not', 'in', 'not_in', 'is_set'] as const;
const changes = ['changed', 'changed_from', 'changed_to'] as const;

/** Which questions can be asked of a field, by its type. */
export const operatorsOf = {
  choice: ['is', 'is_not', 'in', 'not_in', 'changed', 'changed_from', 'changed_to'],
  ordered: [
    'is',
    'is_not',
    'in',
    'not_in',
    'at_least',
    'at_most',
    'changed',
    'changed_from',
    'changed_to',
  ],
  agent: [...one, ...changes],
  team: [...one, ...changes],
  labels: ['contains', 'not_contains', 'contains_any', 'is_set', 'changed'],
  value: one,
  text: [...one, 'contains', 'not_contains', ...changes],
  number: [...one, 'at_least', 'at_most', 'greater_than', 'less_than', ...changes],
  date: [...one, 'before', 'after', ...changes],
  select: [...one, ...changes],
  multi_select: ['contains', 'not_contains', 'contains_any', 'is_set', 'changed'],
  boolean: ['is', 'is_not', 'is_set', ...changes],
  link: [...one, ...changes],
} as const satisfies Record<FieldType, readonly Operator[]>;

/**
 * The field of that name: one of the ticket's, `ticket.fields.<slug>` or
 * `steps.<step id>.<output>`. What type a custom field has, only its definition tells.
 */
export function findField(name: string): ConditionField | null {
  if (Object.hasOwn(conditionFields, name)) {
    return conditionFields[name as keyof typeof conditionFields];
  }
  const slug = customFieldNamed(name);
  if (slug !== null) return { title: name, type: 'value', ...custom(slug) };
  const output = stepOutputNamed(name);
  if (!output) return null;
  return {
    title: name,
    type: 'value',
    read: ({ steps }) => steps[output.step]?.[output.key] ?? null,
  };
}

/** The name in conditions, as in templates, of a custom field. */
export function customFieldName(slug: string): string {
  return `${customFieldPrefix}${slug}`;
}

/** The slug in `ticket.fields.<slug>`, or null: the name is of another kind. */
export function customFieldNamed(name: string): string | null {
  return name.startsWith(customFieldPrefix) ? name.slice(customFieldPrefix.length) : null;
}

const customFieldPrefix = 'ticket.fields.';

export type CustomConditionField = Pick<
  CustomFieldDefinition,
  'slug' | 'title' | 'type' | 'options' | 'archivedAt'
>;

/** A custom field with the type that its definition gives it. */
export function fieldOf({ slug, title, type, options }: CustomConditionField): ConditionField {
  return { title, type, ...(options.length > 0 ? { values: options } : {}), ...custom(slug) };
}

function custom(slug: string): Pick<ConditionField, 'slug' | 'changes' | 'read'> {
  const read = ({ customFields }: Seen): unknown => valueOf(customFields ?? {}, slug);
  return { slug, changes: 'customFields', read };
}

/** What the event changed a field from and to, or null: not at all. */
export function changeOf(
  { changes: name, slug }: ConditionField,
  { event }: Seen,
): { from: unknown; to: unknown } | null {
  const change = (name && event.changes[name]) ?? null;
  if (slug === undefined || !change) return change;
  const { from, to } = change as FieldChange<CustomFields>;
  if (!to || !Object.hasOwn(to, slug)) return null;
  return { from: valueOf(from ?? {}, slug), to: valueOf(to, slug) };
}

/** The operators that a field has; those that look at changes only where the event tells them. */
export function operatorsFor(field: ConditionField): Operator[] {
  return operatorsOf[field.type].filter(
    (operator: Operator) => field.changes !== undefined || !operator.startsWith('changed'),
  );
}

export function stepOutputNamed(name: string): { step: string; key: string } | null {
  const [root, step, key, ...more] = name.split('.');
  return root === 'steps' && step && key && more.length === 0 ? { step, key } : null;
}
