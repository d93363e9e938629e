import { query, type Database } from './database';
import type { Delivery } from './delivery-store';

/** A mail of ours as a list shows it: no texts, and nobody who was in Bcc. */
export interface SentMail extends Pick<
  Delivery,
  'id' | 'kind' | 'ticket' | 'sender' | 'to' | 'cc' | 'subject' | 'state' | 'attempts' | 'reason'
> {
  messageId: string;
  createdAt: Date;
  sentAt: Date | null;
}

/**
 * What went out or is to, newest first. `q`: any address of To or Cc, in capitals or not, or a Message-ID,
 * as a whole. `before` is the last one of the page before.
 */
export async function listSentMails(
  db: Database,
  filter: {
    states?: readonly Delivery['state'][] | undefined;
    q?: string | undefined;
    limit: number;
    before?: { createdAt: string; id: string } | undefined;
  },
): Promise<SentMail[]> {
  const { states, q, limit, before } = filter;
  return query(
    db,
    `SELECT id, kind, ticket, sender, recipients_to AS "to", recipients_cc AS "cc", subject, state,
       attempts, reason, rfc_message_id AS "messageId", created_at AS "createdAt", sent_at AS "sentAt"
     FROM deliveries
     WHERE ($1::text[] IS NULL OR state = ANY($1))
       AND ($2::text IS NULL OR rfc_message_id = $3
         OR lower_all(recipients_to || recipients_cc) @> ARRAY[lower($2)])
       AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
     ORDER BY created_at DESC, id DESC LIMIT $6`,
    [
      states ?? null,
      q ?? null,
      q ? bracketed(q) : null,
      before?.createdAt ?? null,
      before?.id ?? null,
      limit,
    ],
  );
}

/** A Message-ID as it is stored, whether or not it was given with its brackets. */
export function bracketed(id: string): string {
  return `<${id.replace(/^<|>$/g, '')}>`;
}

/** Whether one of these mails of ours held a one-time link. */
export async function isAnySecret(
  db: Database,
  { id, rfcMessageIds }: { id: string | null; rfcMessageIds: readonly string[] },
): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT id FROM deliveries
     WHERE secret AND (id = $1::uuid OR rfc_message_id = ANY($2)) LIMIT 1`,
    [id, rfcMessageIds],
  );
  return rows.length > 0;
}
