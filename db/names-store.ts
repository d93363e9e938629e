import { query, type Database } from './database';

/** What people call the agents, teams, accounts and calendars of these ids. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await query<{ id: string; name: string }>(
    db,
    `SELECT id, name FROM agents WHERE id = ANY($1::uuid[])
     UNION ALL SELECT id, name FROM teams WHERE id = ANY($1::uuid[])
     UNION ALL SELECT id, name FROM accounts WHERE id = ANY($1::uuid[])
     UNION ALL SELECT id, name FROM calendars WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
