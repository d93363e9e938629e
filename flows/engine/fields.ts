import type { CustomFieldDefinition, CustomFieldType } from '../../domain/custom-field/definition';
import { valueOf, type CustomFields } from '../../domain/custom-field/value';
import { conversationChannels, conversationStatuses } from '../../domain/conversation/conversation';
import { authenticationResults } from '../../domain/mail/authentication';
import { ticketEventTypes, type Changes, type FieldChange } from '../../domain/ticket/event';
import { messageKinds } from '../../domain/ticket/message-kind';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { sources } from '../../domain/ticket/ticket';
import type { FlowEventType } from './definition';
import { isSideEvent, type SideEventData, type SideEventType } from './occurrence';
import type { Operator } from './operators';
import type { OutsideGroup, Seen } from './seen';

/** `words` is free text, in which capitals do not count; `clock` is a moment that always is. */
export type FieldType =
  | 'choice'
  | 'ordered'
  | 'agent'
  | 'team'
  | 'account'
  | 'id'
  | 'labels'
  | 'agents'
  | 'words'
  | 'moment'
  | 'clock'
  | 'value'
  | CustomFieldType;

export interface ConditionField {
  title: string;
  type: FieldType;
  /**
   * Where its value stands: in the ticket's facts, in the event, in what earlier steps answered, or
   * outside of what a workflow is told. What asks of the outside is decided in an activity.
   */
  from: 'facts' | 'event' | 'steps' | 'outside';
  /** What must be read for it, where the event does not bring it along. */
  group?: OutsideGroup;
  /** The allowed values of a choice. */
  values?: readonly string[];
  /** The ticket's field whose changes `changed…` looks at; of the custom fields the one of `slug`. */
  changes?: keyof Changes;
  slug?: string;
  /** Where it is known; of tickets only, when left out. */
  of?: 'everything' | readonly EventKind[];
  read(seen: Seen): unknown;
}

/** What a Flow can begin with, as far as fields tell it apart. */
export type EventKind = 'ticket' | SideEventType;

const ofConversations = [
  'conversation.started',
  'conversation.customer_wrote',
  'conversation.agent_wrote',
  'conversation.closed',
] as const satisfies EventKind[];
const ofMails = ['mail.quarantined'] as const satisfies EventKind[];

const requesterTypes = ['contact', 'lead'] as const;
const actorTypes = ['agent', 'customer', 'flow', 'system'] as const;

/** Every field that conditions can ask about. */
export const conditionFields = {
  status: {
    title: 'Status',
    type: 'choice',
    from: 'facts',
    values: statuses,
    changes: 'status',
    read: ({ facts }) => facts?.status ?? null,
  },
  priority: {
    title: 'Priority',
    type: 'ordered',
    from: 'facts',
    values: priorities,
    changes: 'priority',
    read: ({ facts }) => facts?.priority ?? null,
  },
  assignee: {
    title: 'Assignee',
    type: 'agent',
    from: 'facts',
    changes: 'assigneeId',
    read: ({ facts }) => facts?.assigneeId ?? null,
  },
  team: {
    title: 'Team',
    type: 'team',
    from: 'facts',
    changes: 'teamId',
    read: ({ facts }) => facts?.teamId ?? null,
  },
  tags: {
    title: 'Tags',
    type: 'labels',
    from: 'facts',
    changes: 'tags',
    read: ({ facts }) => facts?.tags ?? [],
  },
  escalation: {
    title: 'Escalation level',
    type: 'number',
    from: 'facts',
    changes: 'escalation',
    read: ({ facts }) => facts?.escalation ?? 0,
  },
  title: {
    title: 'Title',
    type: 'words',
    from: 'outside',
    group: 'text',
    changes: 'title',
    read: ({ outside }) => outside?.text?.title ?? null,
  },
  description: {
    title: 'Description',
    type: 'words',
    from: 'outside',
    group: 'text',
    changes: 'description',
    read: ({ outside }) => outside?.text?.description ?? null,
  },
  source: {
    title: 'Source',
    type: 'choice',
    from: 'facts',
    values: sources,
    read: ({ facts }) => facts?.source ?? null,
  },
  rating: {
    title: 'Rating',
    type: 'number',
    from: 'facts',
    changes: 'rating',
    read: ({ facts }) => facts?.rating ?? null,
  },
  snoozed_until: {
    title: 'Snoozed until',
    type: 'moment',
    from: 'facts',
    changes: 'snoozedUntil',
    read: ({ facts }) => facts?.snoozedUntil ?? null,
  },
  created_at: {
    title: 'Created',
    type: 'moment',
    from: 'facts',
    read: ({ facts }) => facts?.createdAt ?? null,
  },
  updated_at: {
    title: 'Changed last',
    type: 'moment',
    from: 'facts',
    read: ({ facts }) => facts?.updatedAt ?? null,
  },
  status_since: {
    title: 'In this status since',
    type: 'moment',
    from: 'facts',
    read: ({ facts }) => facts?.statusSince ?? null,
  },
  customer_replied_at: {
    title: 'The customer replied last',
    type: 'moment',
    from: 'outside',
    group: 'reply',
    read: ({ outside }) => outside?.reply?.at ?? null,
  },
  'requester.type': {
    title: 'Requester is a contact or a lead',
    type: 'choice',
    from: 'facts',
    values: requesterTypes,
    read: ({ facts }) => facts?.requester.type ?? null,
  },
  'requester.id': {
    title: 'Id of the requester',
    type: 'id',
    from: 'facts',
    read: ({ facts }) => facts?.requester.id ?? null,
  },
  'requester.email': {
    title: 'E-mail address of the requester',
    type: 'words',
    from: 'outside',
    group: 'requester',
    read: ({ outside }) => outside?.requester?.email ?? null,
  },
  'requester.domain': {
    title: 'Domain of the requester’s address',
    type: 'words',
    from: 'outside',
    group: 'requester',
    read: ({ outside }) => outside?.requester?.email.split('@').at(-1) ?? null,
  },
  account: {
    title: 'Account of the requester',
    type: 'account',
    from: 'outside',
    group: 'requester',
    read: ({ outside }) => outside?.requester?.accountId ?? null,
  },
  'account.id': {
    title: 'Id of the requester’s account',
    type: 'id',
    from: 'outside',
    group: 'requester',
    read: ({ outside }) => outside?.requester?.accountId ?? null,
  },
  'message.kind': {
    title: 'Kind of the message',
    type: 'choice',
    from: 'outside',
    group: 'message',
    values: messageKinds,
    read: ({ outside }) => outside?.message?.kind ?? null,
  },
  'message.text': {
    title: 'Text of the message',
    type: 'words',
    from: 'outside',
    group: 'message',
    of: [
      'ticket',
      'conversation.started',
      'conversation.customer_wrote',
      'conversation.agent_wrote',
    ],
    read: ({ outside }) => outside?.message?.text ?? null,
  },
  'message.subject': {
    title: 'Subject of the mail',
    type: 'words',
    from: 'outside',
    group: 'message',
    read: ({ outside }) => outside?.message?.subject ?? null,
  },
  'message.has_attachments': {
    title: 'The message has attachments',
    type: 'boolean',
    from: 'outside',
    group: 'message',
    read: ({ outside }) => outside?.message?.hasAttachments ?? null,
  },
  'message.mentions': {
    title: 'Agents whom the message mentions',
    type: 'agents',
    from: 'outside',
    group: 'message',
    read: ({ outside }) => outside?.message?.mentions ?? [],
  },
  'event.type': {
    title: 'What happened',
    type: 'choice',
    from: 'event',
    values: ticketEventTypes,
    of: 'everything',
    read: ({ event }) => event.type,
  },
  'event.actor': {
    title: 'Who did it',
    type: 'choice',
    from: 'event',
    values: actorTypes,
    of: 'everything',
    read: ({ event }) => event.actor.type,
  },
  'event.at': {
    title: 'When it happened',
    type: 'clock',
    from: 'event',
    of: 'everything',
    read: ({ event }) => event.at,
  },
  now: {
    title: 'Now',
    type: 'clock',
    from: 'event',
    of: 'everything',
    read: ({ now }) => now,
  },
  'conversation.channel': {
    title: 'Channel of the conversation',
    type: 'choice',
    from: 'outside',
    values: conversationChannels,
    of: ofConversations,
    read: (seen) => sideData(seen).conversation?.channel ?? null,
  },
  'conversation.status': {
    title: 'Status of the conversation',
    type: 'choice',
    from: 'outside',
    values: conversationStatuses,
    of: ofConversations,
    read: (seen) => sideData(seen).conversation?.status ?? null,
  },
  'conversation.assignee': {
    title: 'Assignee of the conversation',
    type: 'agent',
    from: 'outside',
    of: ofConversations,
    read: (seen) => sideData(seen).conversation?.assigneeId ?? null,
  },
  'conversation.visitor_email': {
    title: 'E-mail address of the visitor',
    type: 'words',
    from: 'outside',
    of: ofConversations,
    read: (seen) => sideData(seen).conversation?.visitor.email ?? null,
  },
  'mail.from': {
    title: 'Sender of the mail',
    type: 'words',
    from: 'outside',
    of: ofMails,
    read: (seen) => sideData(seen).mail?.from ?? null,
  },
  'mail.subject': {
    title: 'Subject of the held mail',
    type: 'words',
    from: 'outside',
    of: ofMails,
    read: (seen) => sideData(seen).mail?.subject ?? null,
  },
  'mail.reason': {
    title: 'Why the mail is held',
    type: 'words',
    from: 'outside',
    of: ofMails,
    read: (seen) => sideData(seen).mail?.reason ?? null,
  },
  'mail.authentication': {
    title: 'Whether the mail is genuine',
    type: 'choice',
    from: 'outside',
    values: authenticationResults,
    of: ofMails,
    read: (seen) => sideData(seen).mail?.authentication ?? null,
  },
} as const satisfies Record<string, ConditionField>;

/** What happened beside tickets stands in the inputs of the runs that it begins. */
function sideData({ event, inputs }: Seen): SideEventData {
  return isSideEvent(event.type) && inputs ? (inputs as SideEventData) : {};
}

export function kindOf(event: FlowEventType): EventKind | null {
  if (isSideEvent(event)) return event;
  return event.startsWith('flow.') ? null : 'ticket';
}

/** Whether a field is known where a Flow begins with one of these kinds. */
export function isKnownOf(
  { of = ['ticket'] }: ConditionField,
  kinds: readonly EventKind[],
): boolean {
  return of === 'everything' || kinds.some((kind) => of.includes(kind));
}

export const fieldNames = Object.keys(conditionFields) as (keyof typeof conditionFields)[];

const one = ['is', 'is_not', 'in', 'not_in', 'is_set'] as const;
const changes = ['changed', 'changed_from', 'changed_to'] as const;
const several = ['contains', 'not_contains', 'contains_any'] as const;
const ends = ['starts_with', 'ends_with'] as const;
const relative = ['older_than', 'newer_than', 'within'] as const;
const compared = ['at_least', 'at_most', 'greater_than', 'less_than'] as const;

/** Which questions can be asked of a field, by its type. */
export const operatorsOf = {
  choice: ['is', 'is_not', 'in', 'not_in', ...changes],
  ordered: ['is', 'is_not', 'in', 'not_in', 'at_least', 'at_most', ...changes],
  agent: [...one, ...changes],
  team: [...one, ...changes],
  account: one,
  id: one,
  labels: [...several, 'is_set', 'changed'],
  agents: [...several, 'is_set'],
  words: [...one, ...several, 'contains_word', ...ends, 'changed'],
  moment: ['is_set', 'before', 'after', ...relative, 'changed'],
  clock: ['before', 'after', 'in_business_hours'],
  value: [...one, ...several, ...ends, ...compared, 'before', 'after', ...relative],
  text: [...one, ...several, ...ends, ...changes],
  number: [...one, ...compared, ...changes],
  date: [...one, 'before', 'after', ...relative, ...changes],
  select: [...one, ...changes],
  multi_select: [...several, 'is_set', 'changed'],
  boolean: ['is', 'is_not', 'is_set', ...changes],
  link: [...one, ...changes],
} as const satisfies Record<FieldType, readonly Operator[]>;

/**
 * The field of that name: one of the list, `ticket.fields.<slug>`, `steps.<step id>.<output>` (or
 * `steps.<step id>.output.<output>`), `vars.<name>`, `inputs.<name>`, `item` or `item.<key>`. What
 * type a custom field has, only its definition tells.
 */
export function findField(name: string): ConditionField | null {
  if (Object.hasOwn(conditionFields, name)) {
    return conditionFields[name as keyof typeof conditionFields];
  }
  const slug = customFieldNamed(name);
  if (slug !== null) return { title: name, type: 'value', ...custom(slug) };
  const output = stepOutputNamed(name);
  if (output) {
    const read = ({ steps }: Seen): unknown => own(own(steps, output.step), output.key);
    return { title: name, type: 'value', from: 'steps', read };
  }
  const value = runValueNamed(name);
  if (!value) return null;
  const { root, keys } = value;
  const read = (seen: Seen): unknown => keys.reduce<unknown>(own, seen[root]) ?? null;
  return { title: name, type: 'value', from: 'outside', read };
}

/** A value's own member, or null: names in documents may be words such as "constructor". */
function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as Record<string, unknown>)[key] ?? null;
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

function custom(slug: string): Pick<ConditionField, 'slug' | 'from' | 'changes' | 'read'> {
  const read = ({ customFields }: Seen): unknown => valueOf(customFields ?? {}, slug);
  return { slug, from: 'outside', changes: 'customFields', read };
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
  const ofType: readonly Operator[] = operatorsOf[field.type];
  return ofType.filter(
    (operator) => field.changes !== undefined || !operator.startsWith('changed'),
  );
}

export function stepOutputNamed(name: string): { step: string; key: string } | null {
  const [root, step, ...path] = name.split('.');
  const [key, ...more] = path.length === 2 && path[0] === 'output' ? path.slice(1) : path;
  return root === 'steps' && step && key && more.length === 0 ? { step, key } : null;
}

/** What a run itself knows: `vars.<name>`, `inputs.<name>`, `item`, `item.<key>`. */
export function runValueNamed(
  name: string,
): { root: 'vars' | 'inputs' | 'item'; keys: string[] } | null {
  const [root, ...keys] = name.split('.');
  if (root !== 'vars' && root !== 'inputs' && root !== 'item') return null;
  if (keys.length > 1 || keys.includes('')) return null;
  return root === 'item' || keys.length === 1 ? { root, keys } : null;
}
