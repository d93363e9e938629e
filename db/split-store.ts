import { query, type Database, type Transaction } from './database';
import type { Author, NewMessage } from './message-store';

/** A message as splitting asks about it. */
export interface MessageToMove {
  id: string;
  ticket: number;
  kind: NewMessage['kind'];
  direction: NewMessage['direction'];
  author: Author;
  text: string;
  recipients: NewMessage['recipients'] | null;
  withdrawn: boolean;
  /** Its mail has not left yet. */
  onItsWay: boolean;
}

/** These messages, oldest first; those that do not exist are left out. */
export async function findMessagesToMove(
  db: Database,
  ids: readonly string[],
  transaction: Transaction,
): Promise<MessageToMove[]> {
  return query<MessageToMove>(
    db,
    `SELECT m.id, m.ticket, m.kind, m.direction, m.author, m.text, m.recipients,
       m.withdrawn_at IS NOT NULL AS withdrawn, EXISTS (
         SELECT FROM deliveries d WHERE d.message_id = m.id AND d.state = 'queued') AS "onItsWay"
     FROM messages m WHERE m.id = ANY($1::uuid[]) ORDER BY m.created_at, m.id`,
    [ids],
    transaction,
  );
}

/**
 * Messages go to another ticket with their mails, so that answers to them find it; those received
 * once more, which share the file, go along.
 */
export async function moveMessages(
  db: Database,
  { ids, to }: { ids: readonly string[]; to: number },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH moved AS (
       UPDATE messages SET ticket = $2 WHERE id = ANY($1::uuid[])
     ), mails AS (
       UPDATE deliveries SET ticket = $2 WHERE message_id = ANY($1::uuid[])
     )
     UPDATE inbound_mails SET ticket = $2 WHERE file_id IN (
       SELECT i.file_id FROM messages m JOIN inbound_mails i ON i.id = m.inbound_mail_id
       WHERE m.id = ANY($1::uuid[]))`,
    [ids, to],
    transaction,
  );
}
