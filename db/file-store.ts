import { query, type Database } from './database';

/**
 * The bytes of a file (a raw mail, an attachment), or null when there is none with this id. Files
 * are in Postgres and never in a local folder, which a second process could not see.
 */
export async function readFile(db: Database, id: string): Promise<Buffer | null> {
  const sql = 'SELECT content FROM files WHERE id = $1';
  const [row] = await query<{ content: Buffer }>(db, sql, [id]);
  return row?.content ?? null;
}
