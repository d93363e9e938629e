import { readThread } from '../../tickets/read-thread';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defaultLimit, type Page, type PageQuery } from '../http/fields';
import { presentMessage } from './present';

/** A page of a ticket's thread, oldest first; empty when there is no such ticket. */
export async function readMessagePage(
  { db, installation: { secret } }: Pick<ApiDeps, 'db' | 'installation'>,
  number: number,
  { limit = defaultLimit, cursor }: PageQuery,
): Promise<Page> {
  const scope = ['messages', number];
  const messages = await readThread(db, number, {
    limit: limit + 1,
    ...(cursor ? { after: decodeCursor(secret, scope, cursor) } : {}),
  });
  const page = messages.slice(0, limit);
  const last = messages.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((message) => presentMessage(message, number)),
    nextCursor: last
      ? encodeCursor(secret, scope, { createdAt: last.createdAt, id: last.id })
      : null,
  };
}
