import { z } from 'zod';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import { readiness } from './readiness';

const readySchema = z
  .object({
    database: z.object({ reachable: z.boolean() }),
    temporal: z.object({
      address: z.string(),
      namespace: z.string(),
      reachable: z.boolean(),
    }),
    mail: z.object({
      accepting: z.boolean().nullable().meta({
        description: 'Null in a process that leaves SMTP to others.',
      }),
    }),
  })
  .meta({ id: 'Readiness' });

export const serviceRoutes = [
  defineRoute({
    method: 'get',
    path: '/healthz',
    summary: 'Whether the process is alive',
    access: 'public',
    responses: { 200: z.object({ alive: z.literal(true) }) },
    async handler() {
      return ok({ alive: true });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/readyz',
    summary: 'Whether mail can be taken and reads be served; Temporal may be away',
    access: 'public',
    responses: { 200: readySchema, 503: readySchema },
    async handler({ deps }) {
      const { ready, parts } = await readiness(deps);
      return { status: ready ? 200 : 503, body: parts };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    summary: 'Counts and times for Prometheus',
    access: 'public',
    responses: { 200: { contentType: 'text/plain', description: 'Prometheus text format' } },
    async handler({ deps }) {
      const { metrics } = deps;
      return { status: 200, body: await metrics.text(deps), contentType: metrics.contentType };
    },
  }),
];
