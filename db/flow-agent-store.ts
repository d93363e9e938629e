import { query, type Database, type Transaction } from './database';

/** Active agents who may work tickets among these e-mail addresses and ids: the id of each by its name in lower case. */
export async function findActiveAgents(
  db: Database,
  names: readonly string[],
  transaction?: Transaction,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const rows = await query<{ name: string; id: string }>(
    db,
    `SELECT wanted.name, a.id FROM unnest($1::text[]) AS wanted(name)
     JOIN agents a ON a.active AND a.role <> 'read-only' AND (lower(a.email) = wanted.name OR a.id::text = wanted.name)`,
    [wanted],
    transaction,
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}
