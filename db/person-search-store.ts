import { query, type Database } from './database';

export interface FoundPerson {
  type: 'contact' | 'lead';
  id: string;
  name: string | null;
  email: string;
  account: { id: string; name: string } | null;
}

/** Contacts and leads whose name, address or account holds or resembles what was typed, best first. */
export async function findPeople(
  db: Database,
  typed: string,
  limit: number,
): Promise<FoundPerson[]> {
  const text = typed.toLowerCase();
  const holds = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return query<FoundPerson>(
    db,
    `SELECT type, id, name, email, account FROM (
       SELECT 'contact' AS type, c.id, c.name, c.email,
         CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'name', a.name) END AS account,
         greatest(${alike('c.name', 'c.email')}, ${alike('a.name', `''`)} - 0.1) AS alike
       FROM contacts c LEFT JOIN accounts a ON a.id = c.account_id
       WHERE c.id IN (
         SELECT id FROM contacts
           WHERE lower(name || ' ' || email) LIKE $2 OR $1 <% lower(name || ' ' || email)
         UNION SELECT c2.id FROM accounts a2 JOIN contacts c2 ON c2.account_id = a2.id
           WHERE lower(a2.name) LIKE $2 OR $1 <% lower(a2.name))
       UNION ALL
       SELECT 'lead', l.id, l.name, l.email, NULL, ${alike('l.name', 'l.email')}
       FROM leads l WHERE l.converted_to IS NULL
         AND (lower(coalesce(name, '') || ' ' || email) LIKE $2
           OR $1 <% lower(coalesce(name, '') || ' ' || email))
     ) people ORDER BY alike DESC, type, lower(coalesce(name, email)), id LIMIT $3`,
    [text, holds, limit],
  );
}

/** Beginning with it comes before holding it, and both before resembling it. */
function alike(name: string, email: string): string {
  const text = `lower(coalesce(${name}, '') || ' ' || ${email})`;
  return `word_similarity($1, ${text}) + (${text} LIKE $2)::int + (${text} LIKE substr($2, 2))::int`;
}
