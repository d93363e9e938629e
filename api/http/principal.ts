import type { Actor } from '../../domain/ticket/command';
import type { Author } from '../../db/message-store';
import type { Role } from './permissions';

/** Who is asking: an agent by the session's cookie, or an API key. */
export interface Principal {
  kind: 'session' | 'key';
  /** The agent's id, or the key's. */
  id: string;
  name: string;
  /** Null for a key. */
  email: string | null;
  role: Role;
}

/** As whom a principal changes tickets: an API key acts as an agent under its own id and name. */
export function actorOf(principal: Principal): Actor {
  return { type: 'agent', id: principal.id, name: principal.name };
}

/** As whom a principal writes messages. */
export function authorOf(principal: Principal): Author {
  return { ...actorOf(principal), email: principal.email };
}

/** Tells callers apart where each has keys of its own, such as Idempotency-Key. */
export function callerOf(principal: Principal): string {
  return `${principal.kind}/${principal.id}`;
}
