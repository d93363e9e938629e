import { findPeople } from '../../db/person-search-store';
import { findTickets, readSearch, type FoundPlace, type FoundTicket } from '../../db/search-store';
import { readTicket } from '../../tickets/read-ticket';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import { presentFoundPerson, presentFoundTicket } from './present';
import { searchQuery, searchResults } from './schema';

const usualLimit = 20;
const mostPeople = 6;

export const searchRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/search',
    summary: 'Tickets and people by words, best first, with the places found',
    access: 'tickets.read',
    query: searchQuery,
    responses: { 200: searchResults },
    async handler({ query: { q, limit = usualLimit, cursor }, deps }) {
      const { secret } = deps.installation;
      const scope = ['search', q];
      const after = cursor ? decodeCursor<FoundPlace>(secret, scope, cursor) : undefined;
      const search = await readSearch(deps.db, q);
      const [found, named, people] = await Promise.all([
        search ? findTickets(deps.db, search, { limit: limit + 1, after }) : [],
        ticketNamed(deps, q),
        after ? [] : findPeople(deps.db, q, mostPeople),
      ]);
      const words = search?.words ?? [];
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const others = page.filter(({ view }) => view.ticket.number !== named?.view.ticket.number);
      return ok({
        items: [...(named && !after ? [named] : []), ...others].map((one) =>
          presentFoundTicket(one, words),
        ),
        people: people.map((person) => presentFoundPerson(person, words)),
        nextCursor: last
          ? encodeCursor(secret, scope, { score: last.score, number: last.view.ticket.number })
          : null,
      });
    },
  }),
];

/** `42` and `#42` name a ticket before they are words. */
async function ticketNamed(
  { db }: Pick<ApiDeps, 'db'>,
  q: string,
): Promise<Pick<FoundTicket, 'view' | 'texts'> | null> {
  const [, number] = /^#?(\d{1,9})$/.exec(q) ?? [];
  const view = number === undefined ? null : await readTicket(db, Number(number));
  return view && { view, texts: [] };
}
