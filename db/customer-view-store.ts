import { query, type Database } from './database';
import { familyOfRequester, othersByMerge } from './merge-store';

/** A message that a customer may see. There is no field for anything else. */
export interface CustomerMessage {
  id: string;
  from: 'customer' | 'team';
  name: string;
  text: string;
  createdAt: string;
}

/**
 * What went to and fro between the customer and the team, oldest first: what customers wrote, and
 * replies that have left; of merged tickets those of the same customer. Named kinds only: a kind that is added later is not shown until it is
 * named here.
 */
export async function listCustomerMessages(
  db: Database,
  ticket: number,
): Promise<CustomerMessage[]> {
  const rows = await query<Omit<CustomerMessage, 'createdAt'> & { createdAt: Date }>(
    db,
    `SELECT m.id, CASE m.kind WHEN 'reply' THEN 'team' ELSE 'customer' END AS "from",
       m.author->>'name' AS name, m.text, m.created_at AS "createdAt"
     FROM messages m
     WHERE m.ticket = ANY(${familyOfRequester('$1')}) AND (
       (m.kind IN ('customer', 'description') AND m.direction = 'in')
       OR (m.kind = 'reply' AND m.direction = 'out' AND EXISTS (
         SELECT FROM deliveries d
         WHERE d.message_id = m.id AND d.state IN ('sent', 'failed', 'bounced')))
     )
     AND NOT (m.direction = 'in'
       AND lower(coalesce(m.author->>'email', '')) = ANY(${othersByMerge('$1')}))
     ORDER BY m.created_at, m.id LIMIT 1000`,
    [ticket],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
