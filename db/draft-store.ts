import { query, type Database } from './database';

export const draftModes = ['reply', 'note'] as const;

export type DraftMode = (typeof draftModes)[number];

/** What somebody has written and not sent. */
export interface DraftContent {
  text: string;
  cc: string[];
  /** Drafts that were kept before there was Bcc have none. */
  bcc?: string[];
  attachmentIds: string[];
}

export interface Draft {
  ticket: number;
  mode: DraftMode;
  /** Goes up by one with each save; 0: there is none. */
  version: number;
  content: DraftContent;
  updatedAt: Date;
}

/** Whose draft, and which. */
export interface DraftKey {
  owner: string;
  ticket: number;
  mode: DraftMode;
}

const columns = `ticket, mode, version, content, updated_at AS "updatedAt"`;

export async function findDraft(db: Database, key: DraftKey): Promise<Draft | null> {
  const [row] = await query<Draft>(
    db,
    `SELECT ${columns} FROM drafts WHERE owner = $1 AND ticket = $2 AND mode = $3`,
    [key.owner, key.ticket, key.mode],
  );
  return row ?? null;
}

/**
 * Saves what is written over the version that its writer had (0: none yet). Null when another save
 * came first, or the draft was sent or thrown away meanwhile: a late save never revives it.
 */
export async function saveDraft(
  db: Database,
  key: DraftKey,
  over: number,
  content: DraftContent,
): Promise<Draft | null> {
  const where = [key.owner, key.ticket, key.mode, JSON.stringify(content)];
  const [row] =
    over === 0
      ? await query<Draft>(
          db,
          `INSERT INTO drafts (owner, ticket, mode, version, content) VALUES ($1, $2, $3, 1, $4)
           ON CONFLICT DO NOTHING RETURNING ${columns}`,
          where,
        )
      : await query<Draft>(
          db,
          `UPDATE drafts SET content = $4, version = version + 1, updated_at = now()
           WHERE owner = $1 AND ticket = $2 AND mode = $3 AND version = $5 RETURNING ${columns}`,
          [...where, over],
        );
  return row ?? null;
}

export async function deleteDraft(db: Database, key: DraftKey): Promise<void> {
  const sql = `DELETE FROM drafts WHERE owner = $1 AND ticket = $2 AND mode = $3`;
  await query(db, sql, [key.owner, key.ticket, key.mode]);
}

/** Somebody's drafts, the latest first. */
export async function listDrafts(db: Database, owner: string, limit: number): Promise<Draft[]> {
  const sql = `SELECT ${columns} FROM drafts WHERE owner = $1 ORDER BY updated_at DESC LIMIT $2`;
  return query<Draft>(db, sql, [owner, limit]);
}
