import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { z } from 'zod';
import type { Route } from '../../api/http/define-route';
import { problemSchema } from '../../api/http/openapi';
import { routes } from '../../api/routes';
import { startApiServer } from '../../api/server';
import { createApiKey } from '../../api/sign-in/api-key';
import { ensureAdmin } from '../../api/sign-in/ensure-admin';
import type { ApiSettings } from '../../api/deps';
import { readInstallation } from '../../db/installation';
import { openSecretBox } from '../../db/secret-box';
import { createMailbox } from '../../db/mailbox-store';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

export interface Answer {
  status: number;
  headers: Headers;
  // The shape is checked against the route's own schema; tests read what they are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** A key, a cookie (`tl_session=…`), or nobody. The admin's key when left out. */
  as?: string | null;
  /** The same key and body give the same answer. */
  key?: string;
}

export interface TestApi extends TestDatabase {
  url: string;
  adminKey: string;
  agentKey: string;
  readOnlyKey: string;
  admin: { id: string; email: string; password: string };
  engine: { reachable: boolean; tell(): void };
  /** Calls a route; the answer is checked against what the route says it answers. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The cookie of a fresh session. */
  signIn(email?: string, password?: string): Promise<string>;
  aTicket(fields?: object): Promise<Answer['body']>;
  stop(): Promise<void>;
}

/** The whole HTTP application on a database of its own; Temporal is played by a switch. */
export async function anApi(
  settings: Partial<ApiSettings> = {},
  given?: TestDatabase,
): Promise<TestApi> {
  const desk = given ?? (await anEmptyDatabase());
  const engine = aSwitchedEngine();
  const installation = await readInstallation(desk.db);
  const server = await startApiServer(
    {
      db: desk.db,
      engine: engine.engine,
      log: pino({ level: 'silent' }),
      installation,
      secrets: openSecretBox(undefined, installation),
      resolveDns: () => Promise.reject(new Error('no test asks the DNS')),
      mail: {
        accepting: () => true,
        catcher: true,
        isCaught: true,
        smtpUrl: undefined,
        intake: noIntake,
        smtp: () => null,
      },
      ...settings,
    },
    { host: '127.0.0.1', port: 0 },
  );
  const password = 'correct horse battery';
  const { agent } = await ensureAdmin(desk.db, { email: 'admin@example.com', password });
  await createMailbox(desk.db, { name: 'Support', address: 'support@desk.example' });
  const adminKey = (await createApiKey(desk.db, { name: 'Test admin', role: 'admin' })).key;
  const agentKey = (await createApiKey(desk.db, { name: 'Test agent', role: 'agent' })).key;
  const readOnlyKey = (await createApiKey(desk.db, { name: 'Test reader', role: 'read-only' })).key;
  const admin = { id: agent.id, email: agent.email, password };

  const call: TestApi['call'] = async (method, path, options = {}) => {
    const { as = adminKey, body, key } = options;
    const headers: Record<string, string> = {
      ...(as === null
        ? {}
        : as.startsWith('tlk_')
          ? { Authorization: `Bearer ${as}` }
          : { Cookie: as }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      ...options.headers,
    };
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: sent }),
    });
    const answer = await readAnswer(response);
    checkAnswer(method, path, answer);
    return answer;
  };

  return {
    ...desk,
    url: server.url,
    adminKey,
    agentKey,
    readOnlyKey,
    admin,
    engine: engine.control,
    call,
    async signIn(email = admin.email, pass = password) {
      const credentials = { email, password: pass };
      const { headers } = await call('POST', '/api/v1/session', { as: null, body: credentials });
      return headers.get('set-cookie')!.split(';')[0]!;
    },
    async aTicket(fields = {}) {
      const requester = { email: `${randomUUID()}@customer.example`, name: 'Cleo Customer' };
      const body = { title: 'The printer is on fire', requester, ...fields };
      const answer = await call('POST', '/api/v1/tickets', { body });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    async stop() {
      await server.stop();
      await desk.drop();
    },
  };
}

/** Tests of mail bring a real one. */
function noIntake(): never {
  throw new Error('this test takes no mail');
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson && text ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

/** Fails when an answer is not what its route promises in the OpenAPI document. */
function checkAnswer(method: string, path: string, { status, headers, body }: Answer): void {
  const route = routeFor(method, path);
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) {
    z.strictObject(problemSchema.shape).parse(body);
    if ((body as { status: number }).status !== status) throw new Error('two statuses');
    return;
  }
  if (!route || !path.startsWith('/api')) return;
  const spec = route.responses[status];
  if (spec === undefined) throw new Error(`${method} ${path} answered an undocumented ${status}`);
  if (spec === null && body !== '') throw new Error(`${method} ${path} should answer nothing`);
  if (spec instanceof z.ZodType) closed(spec).parse(body);
}

/** Response schemas as they are documented, with no field besides. */
function closed(schema: z.ZodType): z.ZodType {
  const json = z.toJSONSchema(schema, { io: 'output' });
  return z.fromJSONSchema(json);
}

export function routeFor(method: string, path: string): Route | undefined {
  const plain = path.split('?')[0]!;
  return routes
    .filter((route) => route.method === method.toLowerCase())
    .find((route) => pattern(route.path).test(plain));
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`);
}

function aSwitchedEngine() {
  const listeners = new Set<(reachable: boolean) => void>();
  const control = {
    reachable: true,
    tell() {
      for (const listener of listeners) listener(control.reachable);
    },
  };
  const engine: ApiSettings['engine'] = {
    address: 'nowhere:7233',
    namespace: 'default',
    reachable: () => control.reachable,
    call: () => Promise.reject(new Error('there is no engine in this test')),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { engine, control };
}
