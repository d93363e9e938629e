import type { Role } from '../domain/agent/role';
import { query, type Database, type Transaction } from './database';

/** Who is signed in with a session, as the agent is now. */
export interface SessionAgent {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** Begins a session; the token itself is never stored. */
export async function createSession(
  db: Database,
  session: { tokenHash: Buffer; agentId: string; days: number; device: string; ip: string },
): Promise<void> {
  await query(
    db,
    `WITH seen AS (UPDATE agents SET last_seen_at = now() WHERE id = $2)
     INSERT INTO sessions (token_hash, agent_id, expires_at, device, ip)
     VALUES ($1, $2, now() + $3::int * interval '1 day', $4, $5)`,
    [session.tokenHash, session.agentId, session.days, session.device, session.ip],
  );
}

/**
 * The active agent of a session that has neither ended nor been idle for `idleDays`; null
 * otherwise. Notes at most once a minute that it was used.
 */
export async function useSession(
  db: Database,
  tokenHash: Buffer,
  { idleDays }: { idleDays: number },
): Promise<SessionAgent | null> {
  const [row] = await query<SessionAgent & { stale: boolean }>(
    db,
    `SELECT a.id, a.name, a.email, a.role, s.last_seen_at < now() - interval '1 minute' AS stale
     FROM sessions s JOIN agents a ON a.id = s.agent_id
     WHERE s.token_hash = $1 AND a.active AND s.expires_at > now()
       AND s.last_seen_at > now() - $2::int * interval '1 day'`,
    [tokenHash, idleDays],
  );
  if (!row) return null;
  const { stale, ...agent } = row;
  if (stale) {
    // Each by itself: who changes the agent holds them first and their sessions after.
    await query(db, 'UPDATE sessions SET last_seen_at = now() WHERE token_hash = $1', [tokenHash]);
    await query(db, 'UPDATE agents SET last_seen_at = now() WHERE id = $1', [agent.id]);
  }
  return agent;
}

export async function deleteSession(db: Database, tokenHash: Buffer): Promise<void> {
  await query(db, 'DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);
}

/**
 * Signs an agent out everywhere, after a change of password or role; `keep` is the session that
 * stays. Ended ones of anybody go as well.
 */
export async function deleteSessionsOf(
  db: Database,
  agentId: string,
  transaction: Transaction,
  { keep = null }: { keep?: Buffer | null } = {},
): Promise<void> {
  await query(
    db,
    `DELETE FROM sessions
     WHERE expires_at < now() OR (agent_id = $1 AND token_hash IS DISTINCT FROM $2::bytea)`,
    [agentId, keep],
    transaction,
  );
}

/** A session as its owner sees it. */
export interface SessionFacts {
  id: string;
  device: string;
  ip: string;
  createdAt: Date;
  lastSeenAt: Date;
  /** The one that asks. */
  current: boolean;
}

/** Where an agent is signed in, the latest first. */
export async function listSessions(
  db: Database,
  { agentId, tokenHash, idleDays }: { agentId: string; tokenHash: Buffer; idleDays: number },
): Promise<SessionFacts[]> {
  return query(
    db,
    `SELECT id, coalesce(device, '') AS device, coalesce(ip, '') AS ip, created_at AS "createdAt",
       last_seen_at AS "lastSeenAt", token_hash = $2 AS current
     FROM sessions
     WHERE agent_id = $1 AND expires_at > now()
       AND last_seen_at > now() - $3::int * interval '1 day'
     ORDER BY last_seen_at DESC, id`,
    [agentId, tokenHash, idleDays],
  );
}

/** Ends one of an agent's own sessions; false when they have none by this id. */
export async function deleteSessionById(
  db: Database,
  { id, agentId }: { id: string; agentId: string },
): Promise<boolean> {
  const rows = await query(
    db,
    'DELETE FROM sessions WHERE id = $1 AND agent_id = $2 RETURNING id',
    [id, agentId],
  );
  return rows.length > 0;
}
