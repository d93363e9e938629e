import type { PeoplePage, PeoplePlace } from '../../db/people-page';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defaultLimit } from '../http/fields';
import { ok, type Reply } from '../http/reply';

/** Answers one page of people: one row more is read to know whether there is another page. */
export async function listPeople<Row extends { place: PeoplePlace }>(
  deps: ApiDeps,
  scope: unknown,
  query: { q?: string | undefined; limit?: number | undefined; cursor?: string | undefined },
  read: (page: PeoplePage) => Promise<Row[]>,
): Promise<Reply> {
  const { q, limit = defaultLimit, cursor } = query;
  const { secret } = deps.installation;
  const whole = [scope, q ?? null];
  const after = cursor ? decodeCursor<PeoplePlace>(secret, whole, cursor) : undefined;
  const rows = await read({ holds: q, limit: limit + 1, after });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return ok({
    items: page.map(({ place: _place, ...row }) => row),
    nextCursor: last ? encodeCursor(secret, whole, last.place) : null,
  });
}
