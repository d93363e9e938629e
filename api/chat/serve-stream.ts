import type { Response } from 'express';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';

const heartbeatMs = 20_000;
/** A browser has one a tab; more than this is no person. */
const mostOfOneConversation = 8;

/** A browser that does not read gets no more; it reads everything again when it is back. */
const mostBuffered = 16 * 1024;

const open = new Map<string, number>();

/** Tells a visitor that their conversation changed, until either side ends it. */
export function serveChatStream(res: Response, deps: ApiDeps, conversationId: string): void {
  // Gone while its cookie was looked up: nothing would tell us again to clear up.
  if (res.destroyed) return;
  const streams = open.get(conversationId) ?? 0;
  if (streams >= mostOfOneConversation) {
    throw new DomainError('too-many-requests', 'This conversation is open in too many places.');
  }
  open.set(conversationId, streams + 1);
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  res.write('retry: 2000\n\nevent: ready\ndata: {}\n\n');

  const write = (text: string): void => {
    if (res.writableLength > mostBuffered) res.destroy();
    else res.write(text);
  };
  const unsubscribe = deps.conversations.subscribe(
    (id) => {
      if (id === null || id === conversationId) write('event: changed\ndata: {}\n\n');
    },
    () => res.end(),
  );
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  res.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    const left = (open.get(conversationId) ?? 1) - 1;
    if (left > 0) open.set(conversationId, left);
    else open.delete(conversationId);
  });
}
