import type { Database } from '../db/database';
import { findMessage, listThread, type ThreadMessage } from '../db/thread-store';

export type { ThreadMessage } from '../db/thread-store';

/** A page of a ticket's messages with attachments and delivery states, oldest first. */
export function readThread(
  db: Database,
  number: number,
  page: { limit: number; after?: { createdAt: string; id: string } },
): Promise<ThreadMessage[]> {
  return listThread(db, number, page);
}

/** One message as the thread shows it, or null. */
export function readMessage(db: Database, id: string): Promise<ThreadMessage | null> {
  return findMessage(db, id);
}
