import { inTransaction, query, type Database, type Transaction } from './database';
import type { NewAttachment } from './attachment-store';

export async function isMessageThere(db: Database, id: string): Promise<boolean> {
  return (await query(db, 'SELECT FROM messages WHERE id = $1', [id])).length > 0;
}

/**
 * Puts what a mail says into its message anew. Attachments keep their ids; those that the mail does not
 * have any more go. Files are not written over: a forward may share them. False: no such message.
 */
export async function replaceMailContent(
  db: Database,
  messageId: string,
  content: { text: string; html: string | null; parts: readonly NewAttachment[] },
): Promise<boolean> {
  const { text, html, parts } = content;
  return inTransaction(db, async (transaction) => {
    const found = await query(
      db,
      `UPDATE messages SET text = $2, html = $3 WHERE id = $1 RETURNING id`,
      [messageId, text, html],
      transaction,
    );
    if (found.length === 0) return false;
    const ids = parts.map(({ id }) => id);
    const before = await query<{ fileId: string }>(
      db,
      `SELECT file_id AS "fileId" FROM attachments WHERE id = ANY($2) OR message_id = $1`,
      [messageId, ids],
      transaction,
    );
    for (const part of parts) await replacePart(db, messageId, part, transaction);
    await query(
      db,
      `DELETE FROM attachments
       WHERE message_id = $1 AND uploaded_by IS NULL AND id <> ALL($2::uuid[])`,
      [messageId, ids],
      transaction,
    );
    await query(
      db,
      'UPDATE files SET size = octet_length(content) WHERE id = ANY($1)',
      [ids],
      transaction,
    );
    await query(
      db,
      `DELETE FROM files f WHERE id = ANY($1)
         AND NOT EXISTS (SELECT FROM attachments WHERE file_id = f.id)
         AND NOT EXISTS (SELECT FROM inbound_mails WHERE file_id = f.id)`,
      [[...before.map(({ fileId }) => fileId), ...ids]],
      transaction,
    );
    return true;
  });
}

async function replacePart(
  db: Database,
  messageId: string,
  { id, name, contentType, content, inline = false, contentId = null }: NewAttachment,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH other AS (
       INSERT INTO files (id, content, size)
       SELECT gen_random_uuid(), $2, $3 FROM attachments a JOIN files f ON f.id = a.file_id
       WHERE a.id = $1 AND f.content <> $2 RETURNING id
     )
     UPDATE attachments SET message_id = $4, name = $5, size = $3, content_type = $6, inline = $7,
       content_id = $8, file_id = coalesce((SELECT id FROM other), file_id)
     WHERE id = $1`,
    [id, content, content.length, messageId, name, contentType, inline, contentId],
    transaction,
  );
}
