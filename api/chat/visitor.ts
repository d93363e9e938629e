import type { Request } from 'express';
import { conversationOfToken } from '../../db/conversation-store';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import { hashToken } from '../sign-in/tokens';

const days = 90;

/** The conversation of the request's own cookie: a visitor has no other way to name one. */
export async function conversationOf(
  deps: ApiDeps,
  req: Request,
): Promise<{ id: string; lastSeq: number } | null> {
  const wanted = `${cookieName(deps)}=`;
  const pairs = (req.headers.cookie ?? '').split(/; */);
  const token = pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length);
  return token ? conversationOfToken(deps.db, hashToken(token)) : null;
}

/** The same, where there must be one. */
export async function ownConversation(
  deps: ApiDeps,
  req: Request,
): Promise<{ id: string; lastSeq: number }> {
  const conversation = await conversationOf(deps, req);
  if (conversation) return conversation;
  throw new DomainError('conversation-not-found', 'This browser has no conversation; start one.');
}

/** Keeps the visitor's token in the browser, out of reach of scripts; empty: forgets it. */
export function visitorCookie(deps: ApiDeps, token: string): string {
  const secure = isSecure(deps) ? '; Secure' : '';
  const age = token ? days * 24 * 60 * 60 : 0;
  return `${cookieName(deps)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}

function cookieName(deps: ApiDeps): string {
  return isSecure(deps) ? '__Host-tl_chat' : 'tl_chat';
}

function isSecure(deps: ApiDeps): boolean {
  return deps.publicUrl.startsWith('https:');
}
