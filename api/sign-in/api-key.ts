import { createHmac, randomBytes } from 'node:crypto';
import { findUsableKey, insertApiKey, noteKeyUse, type ApiKey } from '../../db/api-key-store';
import type { Database } from '../../db/database';
import type { Principal } from '../http/principal';
import { hashToken, newToken, sameHash } from './tokens';

/**
 * Makes a key and answers it in full, `tlk_<id>_<secret>`: the only time that it is shown.
 * With `seed` the same key is made each time, so that a repeated request is answered the same.
 */
export async function createApiKey(
  db: Database,
  { name, role, seed }: { name: string; role: ApiKey['role']; seed?: Buffer },
): Promise<{ id: string; key: string }> {
  const id = (seed ? derive(seed, 'id') : randomBytes(32)).toString('hex').slice(0, 12);
  const secret = seed ? derive(seed, 'secret').toString('base64url') : newToken();
  await insertApiKey(db, { id, name, role, secretHash: hashToken(secret) });
  return { id, key: `tlk_${id}_${secret}` };
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
const remembered = new WeakMap<Database, Map<string, { key: Key; until: number }>>();
const rememberedMs = 3_000;
const mostRemembered = 1_000;

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
