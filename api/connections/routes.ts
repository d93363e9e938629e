import type { z } from 'zod';
import { addressBelow, callConnection } from '../../automation/call-connection';
import { createHttpPort } from '../../automation/http-port';
import {
  changeConnection,
  createConnection,
  deleteConnection,
  findConnection,
  flowsWithConnection,
  listConnections,
  type Connection,
} from '../../db/connection-store';
import { DomainError } from '../../domain/domain-error';
import { ActionError } from '../../plugins/kit/action';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { created, noContent, ok, problem } from '../http/reply';
import { invalidInput } from '../http/validate';
import { presentConnection } from './present';
import {
  connectionBody,
  connectionPage,
  connectionSchema,
  connectionTestSchema,
  newConnectionBody,
} from './schema';

const access = 'connections.manage';
const one = '/api/v1/connections/:id';
const testTimeoutMs = 10_000;

/** What Flows sign in with at other programs, for admins. No secret is ever answered. */
export const connectionRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/connections',
    summary: 'The connections to other programs, by title',
    access,
    responses: { 200: connectionPage },
    async handler({ deps }) {
      const all = await listConnections(deps.db);
      return ok({ items: all.map(presentConnection), nextCursor: null });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/connections',
    summary: 'Add a connection',
    access,
    body: newConnectionBody,
    responses: { 201: connectionSchema },
    async handler({ deps, body }) {
      const added = await createConnection(deps.db, {
        name: body.name,
        ...factsOf(body),
        sealedSecret: 'secret' in body ? deps.secrets.seal(body.secret) : null,
      });
      return created(presentConnection(added), { Location: `/api/v1/connections/${added.id}` });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One connection',
    access,
    params: idParams,
    responses: { 200: connectionSchema },
    handler: async ({ deps, params }) => ok(presentConnection(await found(deps, params.id))),
  }),
  defineRoute({
    method: 'put',
    path: one,
    summary: 'Change a connection; a secret that is left out stays, unless it would go elsewhere',
    access,
    params: idParams,
    body: connectionBody,
    responses: { 200: connectionSchema },
    async handler({ deps, params, body }) {
      const before = await found(deps, params.id);
      const sealedSecret = sealedSecretAfter(deps, before, body);
      const change = { ...factsOf(body), sealedSecret };
      const changed = await changeConnection(deps.db, params.id, change);
      return ok(presentConnection(changed ?? notFound(params.id)));
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a connection that no Flow which is switched on names',
    access,
    params: idParams,
    responses: { 204: null },
    async handler({ deps, params }) {
      const { name } = await found(deps, params.id);
      const flows = await flowsWithConnection(deps.db, name);
      if (flows.length > 0) {
        const named = flows.slice(0, 3).join(', ');
        const sentence = `${flows.length === 1 ? 'A Flow uses' : 'Flows use'} it: ${named}; take it out there, or switch off what uses it.`;
        throw new DomainError('still-in-use', sentence);
      }
      if (!(await deleteConnection(deps.db, params.id))) notFound(params.id);
      return noContent();
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/test`,
    summary: 'Ask the base address with GET, signed in, and tell what it answers',
    access,
    params: idParams,
    responses: { 200: connectionTestSchema },
    async handler({ deps, params }) {
      return ok(await tryOut(deps, await found(deps, params.id)));
    },
  }),
];

async function tryOut(
  { secrets, allowPrivateAddresses = true }: ApiDeps,
  connection: Connection,
): Promise<z.output<typeof connectionTestSchema>> {
  const http = createHttpPort({ allowPrivateAddresses, timeoutMs: testTimeoutMs });
  const request = { method: 'GET', url: '', headers: {}, body: '' } as const;
  try {
    const { status } = await callConnection({ http, secrets }, connection, request);
    return { status, problem: null };
  } catch (error) {
    if (!(error instanceof ActionError || error instanceof DomainError)) throw error;
    return { status: null, problem: { code: error.code, message: error.message } };
  }
}

function factsOf(body: z.output<typeof connectionBody> | z.output<typeof newConnectionBody>) {
  return {
    title: body.title,
    baseUrl: body.baseUrl,
    kind: body.kind,
    userName: 'userName' in body ? body.userName : null,
    headerName: 'headerName' in body ? body.headerName : null,
  };
}

/** Whoever cannot read the secret must not be able to have it sent to an address of theirs. */
function sealedSecretAfter(
  { secrets }: ApiDeps,
  before: Connection,
  body: z.output<typeof connectionBody>,
): string | null {
  if (body.kind === 'none') return null;
  if (body.secret !== undefined) return secrets.seal(body.secret);
  if (before.kind !== body.kind) {
    throw invalidInput([problem('secret', 'give the secret for this way of signing in')]);
  }
  if (addressBelow(before.baseUrl, body.baseUrl) === null) {
    throw invalidInput([
      problem('secret', 'give the secret again: it would go to another address'),
    ]);
  }
  return before.sealedSecret;
}

async function found({ db }: ApiDeps, id: string): Promise<Connection> {
  return (await findConnection(db, id)) ?? notFound(id);
}

function notFound(id: string): never {
  throw new DomainError('not-found', `There is no connection ${id}.`);
}
