import type { Request, Response } from 'express';
import { isAhead, readStream, type StreamPosition } from '../../db/stream-store';
import type { ApiDeps } from '../deps';
import { authenticate } from '../http/authenticate';
import { authorize } from '../http/authorize';
import type { Principal } from '../http/principal';
import { comparePositions, parsePosition, positionId } from './position';

const heartbeatMs = 20_000;
const replayPage = 1_000;
/** A client that missed more than this reads its lists again faster than it can be told. */
const mostReplayed = 5_000;
/** A client that does not read gets no more; it resumes by its last id when it is back. */
const mostBuffered = 1024 * 1024;

/**
 * Sends events until either side ends it. Live events are kept back while the missed ones are
 * read, so nothing falls between and nothing comes twice.
 */
export async function serveStream(
  req: Request,
  res: Response,
  deps: ApiDeps,
  principal: Principal,
): Promise<void> {
  // Gone while it was authenticated: nothing would tell us again to clear up.
  if (res.destroyed) return;
  let lastSent: StreamPosition | undefined;
  let waiting: StreamPosition[] | null = [];

  const write = (text: string): void => {
    if (res.writableEnded) return;
    if (res.writableLength > mostBuffered) res.destroy();
    else res.write(text);
  };
  const send = (batch: readonly StreamPosition[]): void => {
    const fresh = batch.filter((one) => !lastSent || comparePositions(one, lastSent) > 0);
    lastSent = fresh.at(-1) ?? lastSent;
    if (fresh.length > 0) write(fresh.map(changedEvent).join(''));
  };
  const recheck = async (): Promise<void> => {
    try {
      authorize('stream.read', await authenticate(req, deps));
    } catch {
      res.end();
    }
  };

  const unsubscribe = deps.stream.subscribe({
    events: (batch) => (waiting ? waiting.push(...batch) : send(batch)),
    engine: (reachable) => write(event('engine.changed', { reachable })),
    recheck: () => void recheck(),
    end: () => res.end(),
  });
  const endConversations = deps.conversations.subscribe(
    // Before `ready` there is nothing to tell: the client reads the Inbox then.
    (id) => res.headersSent && write(event('conversation.changed', { id })),
    () => res.end(),
  );
  const endPresence = deps.presence.subscribe(
    (number) =>
      res.headersSent && number && write(event('presence.changed', { number: Number(number) })),
    () => res.end(),
  );
  const endNotifications =
    principal.kind === 'session'
      ? deps.notifications.subscribe(
          principal.id,
          () => res.headersSent && write(event('notifications.changed', {})),
        )
      : () => undefined;
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
    void recheck();
  }, heartbeatMs);
  res.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    endConversations();
    endPresence();
    endNotifications();
  });

  try {
    const present = await deps.stream.position();
    const resumed = await resumeAt(req, deps, present);
    lastSent = resumed.from;
    begin(res);
    write(event('ready', { temporal: { reachable: deps.engine.reachable() } }, resumed.from));
    if (resumed.reset) write(event('reset', {}, resumed.from));
    await replay(deps, resumed.from, present, send);
  } catch (error) {
    unsubscribe();
    endConversations();
    endPresence();
    endNotifications();
    clearInterval(heartbeat);
    if (!res.headersSent) throw error;
    res.destroy();
    return;
  }
  send(waiting);
  waiting = null;
}

/** Where to begin: behind the client's last event, or, when that is of no use, at present. */
async function resumeAt(
  req: Request,
  deps: ApiDeps,
  present: StreamPosition,
): Promise<{ from: StreamPosition; reset: boolean }> {
  const id = req.get('last-event-id');
  if (!id) return { from: present, reset: false };
  const last = parsePosition(id);
  if (!last || (await isAhead(deps.db, last))) return { from: present, reset: true };
  const missed = await readStream(deps.db, { after: last, upTo: present, limit: mostReplayed + 1 });
  const tooMany = missed.length > mostReplayed;
  return { from: tooMany ? present : last, reset: tooMany };
}

async function replay(
  deps: ApiDeps,
  from: StreamPosition,
  upTo: StreamPosition,
  send: (batch: readonly StreamPosition[]) => void,
): Promise<void> {
  let after = from;
  for (;;) {
    const page = await readStream(deps.db, { after, upTo, limit: replayPage });
    send(page);
    const last = page.at(-1);
    if (!last || page.length < replayPage) return;
    after = last;
  }
}

function begin(res: Response): void {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  res.write('retry: 2000\n\n');
}

function changedEvent(position: StreamPosition): string {
  return event('ticket.changed', { number: position.ticket, version: position.seq }, position);
}

function event(name: string, data: object, position?: StreamPosition): string {
  const id = position ? `id: ${positionId(position)}\n` : '';
  return `${id}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
