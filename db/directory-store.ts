import type { RequesterRef } from '../domain/ticket/ticket';
import { query, type Database } from './database';
import type { TicketView } from './ticket-view-store';

/** A requester as tickets show it; a converted Lead is the Contact that it became. */
export async function findRequester(
  db: Database,
  ref: RequesterRef,
): Promise<TicketView['requester'] | null> {
  const [row] = await query<{
    type: RequesterRef['type'];
    id: string;
    name: string | null;
    email: string;
    account_id: string | null;
    account_name: string | null;
  }>(
    db,
    `WITH lead AS (
       SELECT id, name, email, converted_to FROM leads WHERE $1 = 'lead' AND id = $2::uuid
     ), contact AS (
       SELECT c.id, c.name, c.email, a.id AS account_id, a.name AS account_name
       FROM contacts c LEFT JOIN accounts a ON a.id = c.account_id
       WHERE c.id = CASE $1 WHEN 'contact' THEN $2::uuid ELSE (SELECT converted_to FROM lead) END
     )
     SELECT 'contact' AS type, id, name, email, account_id, account_name FROM contact
     UNION ALL SELECT 'lead', id, name, email, NULL, NULL FROM lead WHERE converted_to IS NULL`,
    [ref.type, ref.id],
  );
  if (!row) return null;
  const { account_id: accountId, account_name: accountName, ...requester } = row;
  const account = accountId && accountName !== null ? { id: accountId, name: accountName } : null;
  return { ...requester, account };
}
