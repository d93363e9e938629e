import type { z } from 'zod';
import type { Database } from '../../db/database';
import { readSearch } from '../../db/search-store';
import type { TicketFilter } from '../../db/ticket-view-store';
import type { TicketSort } from '../../domain/ticket/list';
import type { Principal } from '../http/principal';
import { invalidInput } from '../http/validate';
import type { ticketListQuery } from './schema';

type View = Omit<z.output<typeof ticketListQuery>, 'limit' | 'cursor'>;
type Filter = Omit<TicketFilter, 'statuses'> & Partial<Pick<TicketFilter, 'statuses'>>;

/** The query of a list as the store takes it; `me` is the agent who asks. */
export async function listFilter(db: Database, view: View, principal: Principal): Promise<Filter> {
  const { status, priority, assignee, team, tag, requester, watcher, q } = view;
  return {
    ...(status ? { statuses: status } : {}),
    ...(priority ? { priorities: priority } : {}),
    ...(assignee ? { assignee: agentMeant(assignee, principal, 'assignee') } : {}),
    ...(team ? { team } : {}),
    ...(tag ? { tag } : {}),
    ...(requester ? { requesterId: requester } : {}),
    ...(watcher ? { watcher: agentMeant(watcher, principal, 'watcher') } : {}),
    ...(q ? { found: (await readSearch(db, q))?.tsquery ?? '' } : {}),
  };
}

export function sortOf(sort: View['sort']): { sort: TicketSort; descending: boolean } {
  const descending = sort.startsWith('-');
  return { sort: (descending ? sort.slice(1) : sort) as TicketSort, descending };
}

function agentMeant(agent: string, principal: Principal, path: string): string {
  if (agent !== 'me') return agent;
  if (principal.kind === 'session') return principal.id;
  const message = 'an API key has no tickets of its own; name an agent’s id';
  throw invalidInput([{ path, message }]);
}
