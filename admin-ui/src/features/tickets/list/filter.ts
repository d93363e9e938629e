import {
  isFieldParameter,
  meets,
  type FieldCondition,
} from '../../../../../domain/custom-field/condition';
import { priorities, type Priority } from '../../../../../domain/ticket/priority';
import { activeStatuses, statuses, type Status } from '../../../../../domain/ticket/status';
import type { Ticket } from '../../../api/types';
import { isSnoozed } from '../snooze/is-snoozed';

/** What the list shows. Empty arrays and nulls ask for nothing; no status means those still active. */
export interface TicketFilter {
  status: Status[];
  priority: Priority[];
  /** 'me', 'none' or an agent's id. */
  assignee: string | null;
  /** 'none' or a team's id. */
  team: string | null;
  requester: string | null;
  /** 'me' or an agent's id. */
  watcher: string | null;
  tag: string | null;
  /** Out of the way for now; null: those that are not, of one customer all. */
  snoozed: 'yes' | 'any' | null;
  q: string;
  /** What custom fields must hold, as an address has it: `field.<slug>`, `.from`, `.to`. */
  fields: Record<string, string>;
}

/** Reads a filter from a page's query string; what it does not know is left out. */
export function filterFrom(params: URLSearchParams): TicketFilter {
  return {
    status: known(params.get('status'), statuses),
    priority: known(params.get('priority'), priorities),
    assignee: params.get('assignee') || null,
    team: params.get('team') || null,
    requester: params.get('requester') || null,
    watcher: params.get('watcher') || null,
    tag: params.get('tag') || null,
    snoozed: known(params.get('snoozed'), ['yes', 'any'] as const)[0] ?? null,
    q: params.get('q') ?? '',
    fields: Object.fromEntries(
      [...params].filter(([name, value]) => isFieldParameter(name) && value !== ''),
    ),
  };
}

/** The query string of a filter, for links and for the API: the names are the same. */
export function queryOf({ fields, ...filter }: TicketFilter): Record<string, string> {
  const entries = Object.entries({ ...filter, ...fields }).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

export function isFiltered(filter: TicketFilter): boolean {
  return Object.keys(queryOf(filter)).length > 0;
}

/** Whether a ticket that has changed still belongs in the list. Words of a search, and who watches, are not judged here. */
export function stillMatches(
  ticket: Ticket,
  filter: TicketFilter,
  myId: string,
  fields: readonly FieldCondition[] = [],
): boolean {
  if (ticket.removed) return false;
  if (!fields.every((condition) => meets(ticket.customFields, condition))) return false;
  const asked: readonly Status[] = filter.status.length > 0 ? filter.status : activeStatuses;
  if (!asked.includes(ticket.status)) return false;
  const snoozed = filter.snoozed ?? (filter.requester === null ? 'no' : 'any');
  if (snoozed !== 'any' && isSnoozed(ticket) !== (snoozed === 'yes')) return false;
  if (filter.priority.length > 0 && !filter.priority.includes(ticket.priority)) return false;
  if (filter.tag !== null && !ticket.tags.includes(filter.tag)) return false;
  if (filter.team !== null && (ticket.team?.id ?? 'none') !== filter.team) return false;
  if (filter.assignee === null) return true;
  const wanted = { me: myId, none: undefined }[filter.assignee as 'me'] ?? filter.assignee;
  return filter.assignee === 'none' ? ticket.assignee === null : ticket.assignee?.id === wanted;
}

function known<V extends string>(value: string | null, values: readonly V[]): V[] {
  const asked = value?.split(',') ?? [];
  return values.filter((one) => asked.includes(one));
}
