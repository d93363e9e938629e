import type { z } from 'zod';
import { allCustomFields } from '../../db/custom-field-store';
import type { Database } from '../../db/database';
import { readSearch } from '../../db/search-store';
import type { TicketFilter, TicketPage } from '../../db/ticket-view-store';
import { isFieldParameter, readFieldConditions } from '../../domain/custom-field/condition';
import { statuses } from '../../domain/ticket/status';
import { isFieldName, type TicketSort } from '../../domain/ticket/list';
import type { Principal } from '../http/principal';
import { invalidInput } from '../http/validate';
import type { ticketFilter } from './schema';

type View = z.output<typeof ticketFilter>;
type Filter = Omit<TicketFilter, 'statuses'> & Partial<Pick<TicketFilter, 'statuses'>>;

/** The query of a list as the store takes it; `me` is the agent who asks. */
export async function listFilter(db: Database, view: View, principal: Principal): Promise<Filter> {
  const { status, priority, assignee, team, tag, requester, account, watcher, removed, q } = view;
  // Of one customer all tickets are wanted, as of the bin.
  const { snoozed = requester || account || removed ? 'any' : 'no' } = view;
  return {
    ...(status ? { statuses: status } : removed ? { statuses } : {}),
    ...(removed ? { removed } : {}),
    ...(priority ? { priorities: priority } : {}),
    ...(assignee ? { assignee: agentMeant(assignee, principal, 'assignee') } : {}),
    ...(team ? { team } : {}),
    ...(tag ? { tag } : {}),
    ...(requester ? { requesterId: requester } : {}),
    ...(watcher ? { watcher: agentMeant(watcher, principal, 'watcher') } : {}),
    ...(snoozed === 'any' ? {} : { snoozed }),
    ...(await fieldFilter(db, view)),
    ...(account ? { accountId: account } : {}),
    ...(q ? { found: (await readSearch(db, q))?.tsquery ?? '' } : {}),
  };
}

/** The order of a list as the store takes it. */
export async function sortOf(
  db: Database,
  order: string,
): Promise<Pick<TicketPage, 'sort' | 'descending'>> {
  const descending = order.startsWith('-');
  const sort = descending ? order.slice(1) : order;
  if (!isFieldName(sort)) return { sort: sort as TicketSort, descending };
  const field = (await allCustomFields(db)).find(({ slug }) => sort === `field.${slug}`);
  if (field) return { sort: field, descending };
  throw invalidInput([{ path: 'sort', message: 'there is no custom field with this slug' }]);
}

/** The part of a query that asks for custom fields; `invalid-input` says what is wrong with it. */
export async function fieldFilter(
  db: Database,
  view: Readonly<Record<string, unknown>>,
  under = '',
): Promise<Pick<Filter, 'fields'>> {
  const asked = Object.entries(view).filter(([name]) => isFieldParameter(name));
  if (asked.length === 0) return {};
  const given = Object.fromEntries(asked) as Record<string, string>;
  const { conditions, problems } = readFieldConditions(given, await allCustomFields(db));
  if (problems.length > 0) {
    throw invalidInput(problems.map(({ path, message }) => ({ path: under + path, message })));
  }
  return { fields: conditions };
}

function agentMeant(agent: string, principal: Principal, path: string): string {
  if (agent !== 'me') return agent;
  if (principal.kind === 'session') return principal.id;
  const message = 'an API key has no tickets of its own; name an agent’s id';
  throw invalidInput([{ path, message }]);
}
