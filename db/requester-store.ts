import type { RequesterRef } from '../domain/ticket/ticket';
import { query, type Database, type Transaction } from './database';

export interface Requester extends RequesterRef {
  name: string;
  email: string;
}

/**
 * Who has this address: the Contact, else the Lead, else a new Lead. `name` is used for a new
 * Lead, and for one that had none.
 */
export async function findOrCreateRequester(
  db: Database,
  person: { email: string; name?: string | null | undefined },
  transaction?: Transaction,
): Promise<Requester> {
  const { email } = person;
  const name = person.name?.trim() || null;
  const [row] = await query<Omit<Requester, 'name'> & { name: string | null }>(
    db,
    `WITH contact AS (
       SELECT id, name, email FROM contacts WHERE lower(email) = lower($1)
     ), lead AS (
       INSERT INTO leads (name, email)
       SELECT $2, $1 WHERE NOT EXISTS (SELECT FROM contact)
       ON CONFLICT (lower(email)) WHERE converted_to IS NULL
         DO UPDATE SET name = coalesce(leads.name, excluded.name)
       RETURNING id, name, email
     )
     SELECT 'contact' AS type, id, name, email FROM contact
     UNION ALL SELECT 'lead', id, name, email FROM lead`,
    [email, name],
    transaction,
  );
  return { ...row!, name: row!.name ?? row!.email };
}

/** The active agent who may write tickets and has this address, or null. */
export async function findAgentByEmail(
  db: Database,
  email: string,
): Promise<{ id: string; name: string; email: string } | null> {
  const [row] = await query<{ id: string; name: string; email: string }>(
    db,
    `SELECT id, name, email FROM agents WHERE lower(email) = lower($1) AND active AND role <> 'read-only'`,
    [email],
  );
  return row ?? null;
}

/** Whether an active agent who may write tickets has one of these addresses. */
export async function isAnyAgent(db: Database, emails: readonly string[]): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT id FROM agents
     WHERE lower(email) = ANY($1) AND active AND role <> 'read-only' LIMIT 1`,
    [emails.map((email) => email.toLowerCase())],
  );
  return rows.length > 0;
}
