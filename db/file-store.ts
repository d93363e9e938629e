import { query, type Database, type Transaction } from './database';

/** The one port for files: raw mails and attachments. Never a local folder: every process sees them. */
export async function storeFile(
  db: Database,
  file: { id: string; content: Buffer },
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO files (id, content, size) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
    [file.id, file.content, file.content.length],
    transaction,
  );
}

/** The bytes of a file, or null when there is none with this id. */
export async function readFile(db: Database, id: string): Promise<Buffer | null> {
  const [row] = await query<{ content: Buffer }>(db, `SELECT content FROM files WHERE id = $1`, [
    id,
  ]);
  return row?.content ?? null;
}
