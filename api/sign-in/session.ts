import type { Request } from 'express';
import {
  createSession,
  deleteSession,
  listSessions,
  useSession,
  type SessionFacts,
} from '../../db/session-store';
import type { ApiDeps } from '../deps';
import type { Principal } from '../http/principal';
import { hashToken, newToken } from './tokens';

const days = 30;
const idleDays = 14;

/** Begins a session and answers the cookie that carries it. */
export async function beginSession(deps: ApiDeps, agentId: string, req: Request): Promise<string> {
  const token = newToken();
  await createSession(deps.db, {
    tokenHash: hashToken(token),
    agentId,
    days,
    device: (req.get('user-agent') ?? '').slice(0, 300),
    ip: req.ip ?? '',
  });
  return cookie(deps, token, days * 24 * 60 * 60);
}

/** Ends the request's session, if it has one, and answers the cookie that removes it. */
export async function endSession(deps: ApiDeps, req: Request): Promise<string> {
  const token = sessionToken(deps, req);
  if (token) await deleteSession(deps.db, hashToken(token));
  return cookie(deps, '', 0);
}

/** The agent whose session the request's cookie names, or null. */
export async function sessionPrincipal(deps: ApiDeps, req: Request): Promise<Principal | null> {
  const token = sessionToken(deps, req);
  if (!token) return null;
  const agent = await useSession(deps.db, hashToken(token), { idleDays });
  return agent && { kind: 'session', ...agent };
}

/** By what the request's session is stored; null when it comes without one. */
export function tokenHashOf(deps: ApiDeps, req: Request): Buffer | null {
  const token = sessionToken(deps, req);
  return token ? hashToken(token) : null;
}

/** Where an agent is signed in, as they see it. */
export function sessionsOf(deps: ApiDeps, req: Request, agentId: string): Promise<SessionFacts[]> {
  const tokenHash = tokenHashOf(deps, req) ?? Buffer.alloc(0);
  return listSessions(deps.db, { agentId, tokenHash, idleDays });
}

function sessionToken(deps: ApiDeps, req: Request): string | undefined {
  const wanted = `${cookieName(deps)}=`;
  const pairs = (req.headers.cookie ?? '').split(/; */);
  return pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length) || undefined;
}

/** `__Host-` binds a cookie to this very host over https (RFC 6265bis); plain http cannot have it. */
function cookieName(deps: ApiDeps): string {
  return isSecure(deps) ? '__Host-tl_session' : 'tl_session';
}

function isSecure(deps: ApiDeps): boolean {
  return deps.publicUrl.startsWith('https:');
}

function cookie(deps: ApiDeps, value: string, seconds: number): string {
  const secure = isSecure(deps) ? '; Secure' : '';
  return `${cookieName(deps)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
}
