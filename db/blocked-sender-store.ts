import { whatBlocks } from '../domain/mail/blocked-sender';
import { query, type Database, type Transaction } from './database';

/** Whose mail makes no ticket: an address, or a domain with all below it. */
export interface BlockedSender {
  id: string;
  /** In lower case; a domain has no `@`. */
  pattern: string;
  /** The name of who blocked it. */
  blockedBy: string;
  createdAt: Date;
}

const columns = `id, pattern, blocked_by AS "blockedBy", created_at AS "createdAt"`;

/** A page in the order of the patterns. `address`: only what blocks it. `after`: the last one before. */
export async function listBlockedSenders(
  db: Database,
  filter: { address?: string | undefined; after?: string | undefined; limit: number },
): Promise<BlockedSender[]> {
  return query(
    db,
    `SELECT ${columns} FROM blocked_senders
     WHERE ($1::text[] IS NULL OR pattern = ANY($1)) AND ($2::text IS NULL OR pattern > $2)
     ORDER BY pattern LIMIT $3`,
    [filter.address ? whatBlocks(filter.address) : null, filter.after ?? null, filter.limit],
  );
}

/** What blocks an address, the address itself before its domains; null when nothing does. */
export async function findBlockOf(db: Database, address: string): Promise<string | null> {
  const [row] = await query<{ pattern: string }>(
    db,
    `SELECT pattern FROM blocked_senders WHERE pattern = ANY($1)
     ORDER BY length(pattern) DESC LIMIT 1`,
    [whatBlocks(address)],
  );
  return row?.pattern ?? null;
}

export async function findBlockedSender(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<BlockedSender | null> {
  const sql = `SELECT ${columns} FROM blocked_senders WHERE id = $1`;
  const [row] = await query<BlockedSender>(db, sql, [id], transaction);
  return row ?? null;
}

/** Answers null when the pattern is blocked already. */
export async function blockSender(
  db: Database,
  { pattern, blockedBy }: { pattern: string; blockedBy: string },
  transaction: Transaction,
): Promise<BlockedSender | null> {
  const [row] = await query<BlockedSender>(
    db,
    `INSERT INTO blocked_senders (pattern, blocked_by) VALUES ($1, $2)
     ON CONFLICT (pattern) DO NOTHING RETURNING ${columns}`,
    [pattern, blockedBy],
    transaction,
  );
  return row ?? null;
}

/** Ends the block of this very pattern; nothing happens when there is none. */
export async function unblockSender(
  db: Database,
  pattern: string,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM blocked_senders WHERE pattern = $1', [pattern], transaction);
}
