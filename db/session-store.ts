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
    `INSERT INTO sessions (token_hash, agent_id, expires_at, device, ip)
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
    await query(db, 'UPDATE sessions SET last_seen_at = now() WHERE token_hash = $1', [tokenHash]);
  }
  return agent;
}

export async function deleteSession(db: Database, tokenHash: Buffer): Promise<void> {
  await query(db, 'DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);
}

/** Signs an agent out everywhere, after a change of password or role. */
export async function deleteSessionsOf(
  db: Database,
  agentId: string,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM sessions WHERE agent_id = $1', [agentId], transaction);
}

export async function deleteEndedSessions(db: Database): Promise<void> {
  await query(db, 'DELETE FROM sessions WHERE expires_at < now()');
}
