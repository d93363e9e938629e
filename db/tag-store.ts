import { query, type Database } from './database';

/** Tags in use, the most used first, if asked those that hold a text. */
export async function listTags(
  db: Database,
  { holds, limit }: { holds?: string | undefined; limit: number },
): Promise<{ name: string; tickets: number }[]> {
  return query(
    db,
    `SELECT tag AS name, count(*)::int AS tickets FROM tickets, unnest(tags) tag
     WHERE $1::text IS NULL OR strpos(lower(tag), lower($1)) > 0
     GROUP BY tag ORDER BY count(*) DESC, tag LIMIT $2`,
    [holds ?? null, limit],
  );
}
