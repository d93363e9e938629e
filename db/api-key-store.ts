import type { Role } from '../domain/agent/role';
import { query, type Database, type Transaction } from './database';

export interface ApiKey {
  id: string;
  name: string;
  role: Role;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Stores a key by the hash of its secret; false when the id is taken. */
export async function insertApiKey(
  db: Database,
  key: { id: string; name: string; role: ApiKey['role']; secretHash: Buffer },
  transaction?: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO api_keys (id, name, role, secret_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [key.id, key.name, key.role, key.secretHash],
    transaction,
  );
  return rows.length === 1;
}

/** A key that is in force, with the hash of its secret. */
export async function findUsableKey(
  db: Database,
  id: string,
): Promise<{ id: string; name: string; role: ApiKey['role']; secretHash: Buffer } | null> {
  const [row] = await query<{ id: string; name: string; role: ApiKey['role']; secretHash: Buffer }>(
    db,
    `SELECT id, name, role, secret_hash AS "secretHash"
     FROM api_keys WHERE id = $1 AND revoked_at IS NULL`,
    [id],
  );
  return row ?? null;
}

export async function noteKeyUse(db: Database, id: string): Promise<void> {
  await query(
    db,
    `UPDATE api_keys SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [id],
  );
}

/** Newest first; revoked ones too. */
export async function listApiKeys(db: Database): Promise<ApiKey[]> {
  const rows = await query<KeyRow>(
    db,
    `SELECT id, name, role, created_at, last_used_at, revoked_at
     FROM api_keys ORDER BY created_at DESC, id`,
  );
  return rows.map(keyFromRow);
}

export async function findApiKey(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<ApiKey | null> {
  const [row] = await query<KeyRow>(
    db,
    'SELECT id, name, role, created_at, last_used_at, revoked_at FROM api_keys WHERE id = $1',
    [id],
    transaction,
  );
  return row ? keyFromRow(row) : null;
}

/** Ends a key for good; false when there is none. Repeating it changes nothing. */
export async function revokeApiKey(db: Database, id: string): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

interface KeyRow {
  id: string;
  name: string;
  role: ApiKey['role'];
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

function keyFromRow(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
