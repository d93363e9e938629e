import { listAccountsWithFigures } from '../../db/account-list-store';
import { findPeople } from '../../db/person-search-store';
import { listEverybody } from '../../db/people-list-store';
import { countTickets } from '../../db/ticket-view-store';
import { statuses } from '../../domain/ticket/status';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import { listPeople } from './list';
import {
  companyPage,
  peopleQuery,
  personPage,
  searchQuery,
  suggestedPeople,
  suggestionQuery,
  ticketCounts,
  ticketCountsQuery,
} from './schema';

const usualSuggestions = 8;
const mostCounted = 10_000;

export const peopleRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/people',
    summary: 'Contacts and leads in one list by name, with their open tickets counted',
    access: 'people.read',
    query: peopleQuery,
    responses: { 200: personPage },
    handler: ({ query: { type, account, ...query }, deps }) =>
      listPeople(deps, ['people', type ?? null, account ?? null], query, (page) =>
        listEverybody(deps.db, { ...page, type, accountId: account }),
      ),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/people/accounts',
    summary: 'Accounts by name, with their contacts and open tickets counted',
    access: 'people.read',
    query: searchQuery,
    responses: { 200: companyPage },
    handler: ({ query, deps }) =>
      listPeople(deps, 'people/accounts', query, (page) => listAccountsWithFigures(deps.db, page)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/people/suggestions',
    summary: 'Whom a name, address or company means while somebody types it, best first',
    access: 'people.read',
    query: suggestionQuery,
    responses: { 200: suggestedPeople },
    async handler({ query: { q, limit = usualSuggestions }, deps }) {
      return ok({ items: await findPeople(deps.db, q, limit) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/people/ticket-counts',
    summary: 'How many tickets a person or an account has in each status',
    access: 'people.read',
    query: ticketCountsQuery,
    responses: { 200: ticketCounts },
    async handler({ query: { requester, account }, deps }) {
      const whose = {
        ...(requester ? { requesterId: requester } : {}),
        ...(account ? { accountId: account } : {}),
      };
      const filters = statuses.map((status) => ({ statuses: [status], ...whose }));
      const counts = await countTickets(deps.db, filters, mostCounted);
      return ok({
        counts: Object.fromEntries(statuses.map((status, index) => [status, counts[index]!])),
      });
    },
  }),
];
