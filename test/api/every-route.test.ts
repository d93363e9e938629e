import { validate } from '@apidevtools/swagger-parser';
import { z } from 'zod';
import {
  permissions,
  permissionsOf,
  roles,
  type Permission,
  type Role,
} from '../../api/http/permissions';
import { openApiDocument, routes } from '../../api/routes';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
let keys: Record<Role, string>;
let sessions: Record<Role, string>;
beforeAll(async () => {
  api = await anApi();
  keys = { admin: api.adminKey, agent: api.agentKey, 'read-only': api.readOnlyKey };
  for (const role of roles) {
    const body = { name: role, email: `${role}@desk.example`, role, password: 'long enough' };
    await api.call('POST', '/api/v1/agents', { body });
  }
  sessions = await aSessionOfEach();
});
afterAll(() => api.stop());

async function aSessionOfEach(): Promise<Record<Role, string>> {
  const pairs = roles.map(async (role) => [
    role,
    await api.signIn(`${role}@desk.example`, 'long enough'),
  ]);
  return Object.fromEntries(await Promise.all(pairs)) as Record<Role, string>;
}

const named = routes.map(
  (route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const,
);
const guarded = named.filter(([, route]) => route.access !== 'public');

/** A path that names nothing, so that no call does anything. */
function pathTo(path: string): string {
  return path
    .replace(':number', '999999')
    .replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000009');
}

async function statusFor(route: (typeof routes)[number], as: string | null): Promise<number> {
  const headers: Record<string, string> = as?.startsWith('tlk_')
    ? { Authorization: `Bearer ${as}` }
    : as
      ? { Cookie: as }
      : {};
  const abort = new AbortController();
  const response = await fetch(`${api.url}${pathTo(route.path)}`, {
    method: route.method.toUpperCase(),
    // A body that no route takes: whoever may come in is told so.
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(route.method === 'get' ? {} : { body: '{"nobody knows this":1}' }),
    signal: abort.signal,
  });
  abort.abort();
  return response.status;
}

describe('who may', () => {
  test.each(guarded)('%s: nobody who is not signed in', async (_name, route) => {
    expect(await statusFor(route, null)).toBe(401);
  });

  test.each(guarded)('%s: only the roles of its permission', async (_name, route) => {
    const allowed: readonly Role[] =
      route.access === 'signed-in' || route.access === 'public' ? roles : permissions[route.access];
    for (const role of roles) {
      for (const as of [keys[role], sessions[role]]) {
        const status = await statusFor(route, as);
        if (!allowed.includes(role)) expect({ role, status }).toEqual({ role, status: 403 });
        else expect([401, 403]).not.toContain(status);
      }
    }
    // Signing out is among the routes.
    if (route.path === '/api/v1/session') sessions = await aSessionOfEach();
  });

  test('the three roles differ: who may only read, changes nothing that others see', () => {
    const changing = guarded.filter(
      ([, { access, method }]) =>
        access !== 'signed-in' &&
        method !== 'get' &&
        permissions[access as Permission].length === 3,
    );
    expect(changing.map(([name]) => name)).toEqual([
      'POST /api/v1/views',
      'PATCH /api/v1/views/:id',
      'DELETE /api/v1/views/:id',
      'PUT /api/v1/tickets/:number/watchers/:agentId',
      'DELETE /api/v1/tickets/:number/watchers/:agentId',
      'PUT /api/v1/tickets/:number/presence',
      'DELETE /api/v1/tickets/:number/presence',
      // These only tell what would happen, or would have.
      'POST /api/v1/flows/check',
      'POST /api/v1/flows/check-with-others',
      'POST /api/v1/flows/:id/dry-run',
      'POST /api/v1/flows/:id/backtest',
    ]);
    expect(permissionsOf('admin')).toEqual(expect.arrayContaining(permissionsOf('agent')));
    expect(permissionsOf('agent')).toEqual(expect.arrayContaining(permissionsOf('read-only')));
  });
});

describe('what comes in', () => {
  test.each(named)('%s takes no field that it does not know', (_name, route) => {
    for (const schema of [route.params, route.query, route.body]) {
      if (!schema) continue;
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      expect(openObjects(json)).toEqual([]);
    }
  });

  test.each(named.filter(([, route]) => route.query !== undefined || route.method === 'get'))(
    '%s refuses an unknown query parameter by name',
    async (_name, route) => {
      const answer = await api.call(route.method.toUpperCase(), `${pathTo(route.path)}?nonsense=1`);
      expect(answer.status).toBe(
        route.params && !route.path.includes(':number') ? answer.status : 422,
      );
      if (answer.status !== 422) return;
      const paths = answer.body.problems.map((one: { path: string }) => one.path);
      expect(paths).toContain('nonsense');
    },
  );
});

describe('the OpenAPI document', () => {
  const document = openApiDocument() as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  };

  test('is served as it is made without a server', async () => {
    const { body } = await api.call('GET', '/api/v1/openapi.json', { as: null });
    expect(body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(body.openapi).toMatch(/^3\.1\./);
  });

  test('is valid OpenAPI 3.1', async () => {
    const copy = JSON.parse(JSON.stringify(document)) as Parameters<typeof validate>[0];
    await expect(validate(copy)).resolves.toBeDefined();
  });

  test.each(named)('describes %s', (_name, route) => {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[route.method];
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining([...Object.keys(route.responses), '4XX', '5XX']),
    );
  });

  test('names every call differently', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('can be read by people, without anything from elsewhere', async () => {
    const { body } = await api.call('GET', '/api/docs', { as: null });
    for (const [, route] of named) expect(body).toContain(route.path.replaceAll(/:(\w+)/g, '{$1}'));
    expect(body).not.toMatch(/(src|href)="https?:/);
    expect(body).not.toContain('<script');
  });
});

/** Where a JSON Schema lets unknown keys through, as paths. Maps with a value schema are meant so. */
function openObjects(schema: unknown, path = '$'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const others = node['additionalProperties'];
  // Names of a kind, such as those of custom fields, are fields that it knows.
  const closed = others === false || (others !== undefined && node['propertyNames'] !== undefined);
  const open = node['properties'] && !closed ? [path] : [];
  const inner = Object.entries(node).flatMap(([key, value]) =>
    openObjects(value, `${path}.${key}`),
  );
  return [...open, ...inner];
}
