import { z } from 'zod';
import { defineRoute } from '../http/define-route';
import { serveStream } from './serve';

export const streamRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/stream',
    summary: 'What changes, as server-sent events',
    description:
      '`event: ticket.changed` with `data: { number, version }` for each event of a ticket; `conversation.changed` with `{ id }` (null: any may have changed; missed ones do not come again, so read the Inbox again at `ready`); `notifications.changed` when you were told something or have read it, or what you are asked to approve changed (the same); `presence.changed` with `{ number }` (see the ticket’s presence); `engine.changed` with `{ reachable }`; `ready` when the stream begins; `reset` when it cannot go on where it was: read again what you show. Each `id` resumes without a gap by Last-Event-ID.',
    access: 'stream.read',
    headers: z.object({
      'Last-Event-ID': z.string().optional().meta({ description: 'Go on behind this event.' }),
    }),
    responses: {
      200: { contentType: 'text/event-stream', description: 'WHATWG HTML, Server-sent events' },
    },
    answersItself: true,
    async handler({ req, res, deps, principal }) {
      await serveStream(req, res, deps, principal);
    },
  }),
];
