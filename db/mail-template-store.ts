import type { MailTemplateKey, MailTemplateWords } from '../domain/mail/templates';
import { query, type Database, type Transaction } from './database';

/** The words that an admin put in place of the standard ones. */
export interface ChangedMailTemplate extends MailTemplateWords {
  key: MailTemplateKey;
  updatedAt: Date;
  /** A name. */
  updatedBy: string;
}

const columns = `key, subject, body, updated_at AS "updatedAt", updated_by AS "updatedBy"`;

export async function listMailTemplates(db: Database): Promise<ChangedMailTemplate[]> {
  return query(db, `SELECT ${columns} FROM mail_templates`);
}

/** Null while it has its standard words. */
export async function findMailTemplate(
  db: Database,
  key: MailTemplateKey,
  transaction?: Transaction,
): Promise<ChangedMailTemplate | null> {
  const sql = `SELECT ${columns} FROM mail_templates WHERE key = $1`;
  const [row] = await query<ChangedMailTemplate>(db, sql, [key], transaction);
  return row ?? null;
}

export async function storeMailTemplate(
  db: Database,
  { key, subject, body, updatedBy }: Omit<ChangedMailTemplate, 'updatedAt'>,
  transaction: Transaction,
): Promise<ChangedMailTemplate> {
  const [row] = await query<ChangedMailTemplate>(
    db,
    `INSERT INTO mail_templates (key, subject, body, updated_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (key) DO UPDATE SET subject = $2, body = $3, updated_by = $4, updated_at = now()
     RETURNING ${columns}`,
    [key, subject, body, updatedBy],
    transaction,
  );
  return row!;
}

/** Back to the standard words; nothing happens where it has them. */
export async function removeMailTemplate(
  db: Database,
  key: MailTemplateKey,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM mail_templates WHERE key = $1', [key], transaction);
}
