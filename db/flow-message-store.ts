import { query, type Database, type Transaction } from './database';
import type { Author } from './message-store';

/** A message as the values of a Flow show it. */
export interface FlowMessage {
  id: string;
  kind: string;
  /** That of the mail, or the ticket's title. */
  subject: string;
  text: string;
  automatic: boolean;
  author: Author;
}

/** One message, or null when it was taken back or erased. */
export async function findFlowMessage(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<FlowMessage | null> {
  const [message] = await query<FlowMessage>(
    db,
    `SELECT m.id, m.kind, coalesce(i.subject, t.title) AS subject, m.text, m.automatic, m.author
     FROM messages m
     JOIN tickets t ON t.number = m.ticket
     LEFT JOIN inbound_mails i ON i.id = m.inbound_mail_id
     WHERE m.id = $1 AND m.withdrawn_at IS NULL`,
    [id],
    transaction,
  );
  return message ?? null;
}
