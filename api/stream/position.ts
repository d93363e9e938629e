import type { StreamPosition } from '../../db/stream-store';

/** A place in the stream as an event's id. */
export function positionId({ xid, ticket, seq }: StreamPosition): string {
  return `${xid}-${ticket}-${seq}`;
}

/** The place that an id names, or null when it is none of ours. */
export function parsePosition(id: string): StreamPosition | null {
  const [, xid, ticket, seq] = /^(\d{1,19})-(\d{1,9})-(\d{1,9})$/.exec(id) ?? [];
  if (!xid || !ticket || !seq) return null;
  return { xid, ticket: Number(ticket), seq: Number(seq) };
}

/** Negative when `a` comes first. */
export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  const byTransaction = BigInt(a.xid) - BigInt(b.xid);
  if (byTransaction !== 0n) return byTransaction < 0n ? -1 : 1;
  return a.ticket - b.ticket || a.seq - b.seq;
}
