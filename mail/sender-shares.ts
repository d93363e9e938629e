import { openMemoryBudget, type MemoryBudget } from './memory-budget';
import { holderOf, isWithin } from './networks';

/** What one address may have of the way in, so that nobody fills it for the others. */
export interface SenderShares {
  /** False when the address has as many connections as it may have. */
  enter(session: SenderSession): boolean;
  leave(session: SenderSession): void;
  /** The memory that mails of this connection may take. */
  memoryOf(session: SenderSession): MemoryBudget;
}

interface SenderSession {
  id: string;
  remoteAddress: string;
}

interface Share {
  sessions: Set<string>;
  memory: MemoryBudget;
}

/** Our own `relays` bring mail of many senders and read it whole before: they have no limit of their own. */
export function openSenderShares(
  all: MemoryBudget,
  limits: { relays: readonly string[]; connections: number; bytes: number },
): SenderShares {
  const shares = new Map<string, Share>();
  const shareOf = ({ remoteAddress }: SenderSession): Share | null => {
    if (isWithin(remoteAddress, limits.relays)) return null;
    const holder = holderOf(remoteAddress);
    const share = shares.get(holder) ?? {
      sessions: new Set<string>(),
      memory: openMemoryBudget(limits.bytes),
    };
    shares.set(holder, share);
    return share;
  };
  return {
    enter(session) {
      const share = shareOf(session);
      if (!share) return true;
      if (share.sessions.size >= limits.connections) return false;
      share.sessions.add(session.id);
      return true;
    },
    leave(session) {
      const share = shareOf(session);
      share?.sessions.delete(session.id);
      if (share?.sessions.size === 0) shares.delete(holderOf(session.remoteAddress));
    },
    memoryOf(session) {
      const share = shareOf(session);
      return share ? bothOf(share.memory, all) : all;
    },
  };
}

function bothOf(own: MemoryBudget, all: MemoryBudget): MemoryBudget {
  return {
    take(bytes) {
      if (!own.take(bytes)) return false;
      if (all.take(bytes)) return true;
      own.giveBack(bytes);
      return false;
    },
    giveBack(bytes) {
      own.giveBack(bytes);
      all.giveBack(bytes);
    },
  };
}
