import { z } from 'zod';
import { listTags } from '../../db/tag-store';
import { tagMaxLength } from '../../domain/ticket/ticket';
import { defineRoute } from '../http/define-route';
import { defaultLimit, pageFields } from '../http/fields';
import { ok } from '../http/reply';

export const tagRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tags',
    summary: 'Tags in use, the most used first',
    access: 'tickets.read',
    query: z.strictObject({
      q: z.string().trim().min(1).max(tagMaxLength).optional().meta({
        description: 'A part of the tag.',
      }),
      limit: pageFields.limit,
    }),
    responses: {
      200: z
        .object({ items: z.array(z.object({ name: z.string(), tickets: z.int() })) })
        .meta({ id: 'Tags' }),
    },
    async handler({ query: { q, limit = defaultLimit }, deps }) {
      return ok({ items: await listTags(deps.db, { holds: q, limit }) });
    },
  }),
];
