import type { RequesterRef } from '../domain/ticket/ticket';
import { query, type Database } from './database';
import type { TicketView } from './ticket-view-store';

type Requester = TicketView['requester'];

/** A requester as tickets show it; a converted Lead is the Contact that it became. */
export async function findRequester(db: Database, ref: RequesterRef): Promise<Requester | null> {
  const [row] = await query<RequesterRow>(
    db,
    `WITH lead AS (
       SELECT id, name, email, converted_to FROM leads WHERE $1 = 'lead' AND id = $2::uuid
     ), contact AS (
       ${contactSelect}
       WHERE c.id = CASE $1 WHEN 'contact' THEN $2::uuid ELSE (SELECT converted_to FROM lead) END
     )
     SELECT * FROM contact
     UNION ALL SELECT 'lead', id, name, email, NULL, NULL FROM lead WHERE converted_to IS NULL`,
    [ref.type, ref.id],
  );
  return row ? requesterFromRow(row) : null;
}

/** The Contact, else the Lead, who has this address; null when nobody has it. */
export async function findRequesterByEmail(db: Database, email: string): Promise<Requester | null> {
  const [row] = await query<RequesterRow>(
    db,
    `${contactSelect} WHERE lower(c.email) = lower($1)
     UNION ALL SELECT 'lead', id, name, email, NULL, NULL FROM leads
       WHERE lower(email) = lower($1) AND converted_to IS NULL
     ORDER BY type LIMIT 1`,
    [email],
  );
  return row ? requesterFromRow(row) : null;
}

interface RequesterRow {
  type: RequesterRef['type'];
  id: string;
  name: string | null;
  email: string;
  account_id: string | null;
  account_name: string | null;
}

const contactSelect = `SELECT 'contact' AS type, c.id, c.name, c.email, a.id AS account_id,
  a.name AS account_name FROM contacts c LEFT JOIN accounts a ON a.id = c.account_id`;

function requesterFromRow(row: RequesterRow): Requester {
  const { account_id: accountId, account_name: accountName, ...requester } = row;
  const account = accountId && accountName !== null ? { id: accountId, name: accountName } : null;
  return { ...requester, account };
}
