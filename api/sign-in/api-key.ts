import { createHmac, randomBytes } from 'node:crypto';
import { findUsableKey, insertApiKey, noteKeyUse, type ApiKey } from '../../db/api-key-store';
import type { Database, Transaction } from '../../db/database';
import type { Principal } from '../http/principal';
import { hashToken, sameHash } from './tokens';

/** A key in full, `tlk_<id>_<secret>`, as it is shown once. */
export interface FreshKey {
  id: string;
  key: string;
}

/** Makes a key and answers it; only its hash is kept. */
export async function createApiKey(
  db: Database,
  { name, role }: { name: string; role: ApiKey['role'] },
): Promise<FreshKey> {
  const fresh = freshKey(randomBytes(32));
  await storeApiKey(db, { name, role, ...fresh });
  return fresh;
}

/** A key that is not stored yet; the same seed (32 bytes) makes the same key. */
export function freshKey(seed: Buffer): FreshKey {
  const id = derive(seed, 'id').toString('hex').slice(0, 12);
  return { id, key: `tlk_${id}_${derive(seed, 'secret').toString('base64url')}` };
}

export async function storeApiKey(
  db: Database,
  { id, key, name, role }: FreshKey & { name: string; role: ApiKey['role'] },
  transaction?: Transaction,
): Promise<void> {
  const secretHash = hashToken(secretOf(key));
  await insertApiKey(db, { id, name, role, secretHash }, transaction);
}

function secretOf(key: string): string {
  return key.slice('tlk_'.length + 13);
}

function derive(seed: Buffer, what: string): Buffer {
  return createHmac('sha256', seed).update(what).digest();
}

/** The principal of `tlk_<id>_<secret>`, or null when the key is wrong or revoked. */
export async function keyPrincipal(db: Database, text: string): Promise<Principal | null> {
  const [, id, secret] = /^tlk_([0-9a-f]{12})_([\w-]{43})$/.exec(text) ?? [];
  if (!id || !secret) return null;
  const key = await usableKey(db, id);
  if (!key || !sameHash(key.secretHash, hashToken(secret))) return null;
  return { kind: 'key', id, name: key.name, email: null, role: key.role };
}

/** Keys read lately: a busy script costs no query each time; a revoked key works on this long. */
const rememberedMs = 3_000;
const mostRemembered = 1_000;
const remembered = new WeakMap<Database, Map<string, { key: Key; until: number }>>();

type Key = NonNullable<Awaited<ReturnType<typeof findUsableKey>>>;

async function usableKey(db: Database, id: string): Promise<Key | null> {
  const keys = rememberedKeys(db);
  const known = keys.get(id);
  if (known && known.until > Date.now()) return known.key;
  keys.delete(id);
  const key = await findUsableKey(db, id);
  if (!key) return null;
  await noteKeyUse(db, id);
  if (keys.size >= mostRemembered) keys.clear();
  keys.set(id, { key, until: Date.now() + rememberedMs });
  return key;
}

/** In this process a revocation counts at once. */
export function forgetKey(db: Database, id: string): void {
  rememberedKeys(db).delete(id);
}

function rememberedKeys(db: Database): Map<string, { key: Key; until: number }> {
  let keys = remembered.get(db);
  if (!keys) remembered.set(db, (keys = new Map()));
  return keys;
}
