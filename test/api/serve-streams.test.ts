import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Request, Response } from 'express';
import { serveChatStream } from '../../api/chat/serve-stream';
import type { ApiDeps } from '../../api/deps';
import { serveStream } from '../../api/stream/serve';

test.each([
  [
    'a visitor’s',
    async (_req: Request, res: Response, deps: ApiDeps) => serveChatStream(res, deps, 'one'),
  ],
  [
    'an agent’s',
    async (req: Request, res: Response, deps: ApiDeps) =>
      serveStream(req, res, deps, {
        kind: 'session',
        id: 'one',
        name: 'Ana',
        email: null,
        role: 'agent',
      }),
  ],
])('%s stream leaves nothing behind when its client left before it began', async (_of, serve) => {
  const subscribe = jest.fn(() => () => undefined);
  const deps = {
    conversations: { subscribe },
    presence: { subscribe },
    notifications: { subscribe },
    stream: { subscribe },
  } as unknown as ApiDeps;
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  res.destroy();

  await serve(req as Request, res as unknown as Response, deps);

  expect(subscribe).not.toHaveBeenCalled();
});
