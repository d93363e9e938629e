import { ticketEventTypes } from '../../domain/ticket/event';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { sources, type TicketFacts } from '../../domain/ticket/ticket';
import type { Operator } from './operators';
import type { Seen } from './seen';

export type FieldType = 'choice' | 'ordered' | 'agent' | 'labels' | 'value';

export interface ConditionField {
  title: string;
  type: FieldType;
  /** The allowed values of a choice. */
  values?: readonly string[];
  /** The ticket's field whose changes `changed…` looks at. */
  changes?: keyof TicketFacts;
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
  tags: { title: 'Tags', type: 'labels', changes: 'tags', read: ({ facts }) => facts.tags },
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
  agent: ['is', 'is_not', 'in', 'not_in', 'is_set', 'changed', 'changed_from', 'changed_to'],
  labels: ['contains', 'not_contains', 'contains_any', 'is_set', 'changed'],
  value: ['is', 'is_not', 'in', 'not_in', 'is_set'],
} as const satisfies Record<FieldType, readonly Operator[]>;

/** The field of that name: one of the ticket's, or `steps.<step id>.<output>`. */
export function findField(name: string): ConditionField | null {
  if (Object.hasOwn(conditionFields, name)) {
    return conditionFields[name as keyof typeof conditionFields];
  }
  const output = stepOutputNamed(name);
  if (!output) return null;
  return {
    title: name,
    type: 'value',
    read: ({ steps }) => steps[output.step]?.[output.key] ?? null,
  };
}

/** The operators that a field has; those that look at changes only where the event tells them. */
export function operatorsFor(field: ConditionField): Operator[] {
  return operatorsOf[field.type].filter(
    (operator) => field.changes !== undefined || !operator.startsWith('changed'),
  );
}

export function stepOutputNamed(name: string): { step: string; key: string } | null {
  const [root, step, key, ...more] = name.split('.');
  return root === 'steps' && step && key && more.length === 0 ? { step, key } : null;
}
