import { query, type Database, type Transaction } from './database';

/** A file with a name: belongs to a message, or waits for the message that it was uploaded for. */
export interface Attachment {
  id: string;
  messageId: string | null;
  fileId: string;
  name: string;
  size: number;
  contentType: string;
  inline: boolean;
  contentId: string | null;
}

export interface NewAttachment {
  id: string;
  name: string;
  contentType: string;
  content: Buffer;
  inline?: boolean;
  contentId?: string | null;
  /** Who uploaded it; null when a mail brought it. */
  uploadedBy?: string | null;
}

const columns = `id, message_id AS "messageId", file_id AS "fileId", name, size,
  content_type AS "contentType", inline, content_id AS "contentId"`;

/** Stores an attachment and its file; one with the same id is left as it is. */
export async function storeAttachment(
  db: Database,
  attachment: NewAttachment,
  transaction?: Transaction,
): Promise<Attachment> {
  const { id, name, content, contentType, inline = false, contentId = null } = attachment;
  await query(
    db,
    `WITH file AS (
       INSERT INTO files (id, content, size) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET size = excluded.size RETURNING id
     )
     INSERT INTO attachments
       (id, file_id, name, size, content_type, inline, content_id, uploaded_by)
     SELECT $1, file.id, $4, $3, $5, $6, $7, $8 FROM file
     ON CONFLICT (id) DO NOTHING`,
    [
      id,
      content,
      content.length,
      name,
      contentType,
      inline,
      contentId,
      attachment.uploadedBy ?? null,
    ],
    transaction,
  );
  return {
    id,
    messageId: null,
    fileId: id,
    name,
    size: content.length,
    contentType,
    inline,
    contentId,
  };
}

/** One attachment without its content, or null. */
export async function findAttachment(db: Database, id: string): Promise<Attachment | null> {
  const sql = `SELECT ${columns} FROM attachments WHERE id = $1`;
  const [row] = await query<Attachment>(db, sql, [id]);
  return row ?? null;
}

/** Another message gets the same files: its own attachments, on the bytes that are already there. */
export async function copyAttachments(
  db: Database,
  { from, to }: { from: string; to: string },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO attachments (message_id, file_id, name, size, content_type)
     SELECT $2, file_id, name, size, content_type FROM attachments
     WHERE message_id = $1 ORDER BY created_at, id`,
    [from, to],
    transaction,
  );
}

/** The attachments of a message with their bytes, in the order of their names and ids. */
export async function readAttachmentsOf(
  db: Database,
  messageId: string,
): Promise<(Attachment & { content: Buffer })[]> {
  return query(
    db,
    `SELECT a.id, a.message_id AS "messageId", a.file_id AS "fileId", a.name, a.size,
       a.content_type AS "contentType", a.inline, a.content_id AS "contentId", f.content
     FROM attachments a JOIN files f ON f.id = a.file_id
     WHERE a.message_id = $1 ORDER BY a.name, a.id`,
    [messageId],
  );
}
