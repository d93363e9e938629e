import { createHmac } from 'node:crypto';
import { findApiKey, listApiKeys, revokeApiKey } from '../../db/api-key-store';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute, type AnyCall } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { commandIdOf, once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { orNotFound } from '../people/not-found';
import { forgetKey, freshKey, storeApiKey } from '../sign-in/api-key';
import {
  apiKeyPage,
  apiKeyParams,
  apiKeySchema,
  apiKeysQuery,
  createdApiKeySchema,
  newApiKeyBody,
} from './schema';

export const apiKeyRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/api-keys',
    summary: 'API keys, the newest first; revoked ones too',
    access: 'api-keys.manage',
    query: apiKeysQuery,
    responses: { 200: apiKeyPage },
    async handler({ query: { limit = defaultLimit, cursor }, deps }) {
      const { secret } = deps.installation;
      const keys = await listApiKeys(deps.db);
      const last = cursor ? decodeCursor<string>(secret, 'api-keys', cursor) : undefined;
      const from = last ? keys.findIndex(({ id }) => id === last) + 1 : 0;
      const page = keys.slice(from, from + limit);
      const more = keys.length > from + limit;
      return ok({
        items: page,
        nextCursor: more ? encodeCursor(secret, 'api-keys', page.at(-1)!.id) : null,
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/api-keys',
    summary: 'Make an API key; the answer shows it once',
    access: 'api-keys.manage',
    body: newApiKeyBody,
    responses: { 201: createdApiKeySchema },
    async handler(call) {
      const { body, deps } = call;
      const key = freshKey(seedOf(call));
      const reply = await once(call, async (transaction) => {
        await storeApiKey(deps.db, { ...body, ...key }, transaction);
        return created(await findApiKey(deps.db, key.id, transaction));
      });
      return created({ ...(reply.body as object), key: key.key });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/api-keys/:id',
    summary: 'One API key, without its secret',
    access: 'api-keys.manage',
    params: apiKeyParams,
    responses: { 200: apiKeySchema },
    async handler({ params, deps }) {
      return ok(orNotFound(await findApiKey(deps.db, params.id), 'API key'));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/api-keys/:id',
    summary: 'Revoke an API key; it stops working within seconds everywhere',
    access: 'api-keys.manage',
    params: apiKeyParams,
    responses: { 204: null },
    async handler({ params, deps }) {
      if (!(await revokeApiKey(deps.db, params.id))) orNotFound(null, 'API key');
      forgetKey(deps.db, params.id);
      deps.stream.recheck();
      return noContent();
    },
  }),
];

/**
 * With an Idempotency-Key the same request makes the same key, so that it can be answered the same
 * although only the key's hash is kept.
 */
function seedOf(call: AnyCall): Buffer {
  return createHmac('sha256', call.deps.installation.secret).update(commandIdOf(call)).digest();
}
