import { readEvents } from '../../tickets/read-ticket';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defaultLimit, type Page, type PageQuery } from '../http/fields';
import { presentEvent } from './present';

/** A page of what happened to a ticket, oldest first; empty when there is no such ticket. */
export async function readEventPage(
  { db, installation: { secret } }: Pick<ApiDeps, 'db' | 'installation'>,
  number: number,
  { limit = defaultLimit, cursor }: PageQuery,
): Promise<Page> {
  const scope = ['events', number];
  const afterSeq = cursor ? decodeCursor<number>(secret, scope, cursor) : 0;
  const events = await readEvents(db, number, { afterSeq, limit: limit + 1 });
  const page = events.slice(0, limit);
  return {
    items: page.map(presentEvent),
    nextCursor: events.length > limit ? encodeCursor(secret, scope, page.at(-1)!.seq) : null,
  };
}
