import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { z } from 'zod';
import type { ResponseSpec, Route } from './define-route';

/** The OpenAPI 3.1 document of these routes. Needs no server and no database. */
export function describeRoutes(routes: readonly Route[]): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ticketloom',
      version: '1',
      description:
        'Tickets, the people who write them, the mail and the Flows around them. Errors are problem+json (RFC 9457) with a stable `code`. Changes may carry an `Idempotency-Key`: the same key and body give the same answer.',
      license: { name: 'Unlicensed', identifier: 'LicenseRef-Unlicensed' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'tlk_<id>_<secret>' },
        session: { type: 'apiKey', in: 'cookie', name: 'tl_session' },
      },
    },
  });
}

/** Express's `/tickets/:number` as OpenAPI's `/tickets/{number}`. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For people: what is wrong and what to do next.' }),
    code: z.string().meta({ description: 'For programs; never changes.' }),
    instance: z.string().optional().meta({ description: 'The id of the request.' }),
    problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    details: z.record(z.string(), z.json()).optional().meta({ description: 'More, by code.' }),
  })
  .meta({ id: 'Problem' });

const problemResponse = {
  description: 'Why it was not done',
  content: { 'application/problem+json': { schema: problemSchema } },
};

function operationOf(route: Route): ZodOpenApiOperationObject {
  const header = headersOf(route);
  const content = contentOf(route);
  return {
    operationId: operationId(route),
    tags: [tagOf(route)],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    ...(route.access === 'public' ? { security: [] } : {}),
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(header ? { header } : {}),
    },
    ...(content
      ? { requestBody: { required: !route.body?.safeParse(undefined).success, content } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, spec]) => [status, responseOf(spec)]),
      ),
      '4XX': problemResponse,
      '5XX': problemResponse,
    },
  };
}

const idempotencyKey = {
  'Idempotency-Key': z.string().optional().meta({
    description: 'Any text of your own: the same key and body give the same answer.',
  }),
};

function headersOf(route: Route): z.ZodObject | undefined {
  const changes = route.method !== 'get' && route.access !== 'public';
  if (!changes) return route.headers;
  return z.object({ ...idempotencyKey, ...route.headers?.shape });
}

function contentOf(route: Route): ZodOpenApiContentObject | undefined {
  if (route.body) return { 'application/json': { schema: route.body } };
  const types = route.raw?.contentTypes ?? route.streamed?.contentTypes;
  if (!types) return undefined;
  return Object.fromEntries(types.map((type) => [type, { schema: bytesAs(type) }]));
}

function bytesAs(contentType: string) {
  if (contentType !== 'multipart/form-data') return { type: 'string' as const };
  return {
    type: 'object' as const,
    properties: { file: { type: 'string' as const, contentMediaType: 'application/octet-stream' } },
    required: ['file'],
  };
}

function responseOf(spec: ResponseSpec) {
  if (spec === null) return { description: 'Done' };
  if (spec instanceof z.ZodType) {
    return { description: 'Done', content: { 'application/json': { schema: spec } } };
  }
  return {
    description: spec.description,
    content: { [spec.contentType]: { schema: { type: 'string' as const } } },
  };
}

function tagOf(route: Route): string {
  return route.path.replace(/^\/api\/v1\//, '').split('/')[0] || 'service';
}

function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/api\/v1\//, '')
    .split(/[/:.-]+/)
    .filter(Boolean);
  const camel = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return `${method}${camel}`;
}
