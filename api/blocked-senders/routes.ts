import {
  blockSender,
  findBlockedSender,
  listBlockedSenders,
  unblockSender,
  type BlockedSender,
} from '../../db/blocked-sender-store';
import { alreadyExists } from '../../db/unique';
import { DomainError } from '../../domain/domain-error';
import { isDomain } from '../../domain/mail/blocked-sender';
import { authorize } from '../http/authorize';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { once } from '../http/idempotency';
import type { Principal } from '../http/principal';
import { created, noContent, ok } from '../http/reply';
import { checkBlockable } from './check';
import {
  blockedSenderPage,
  blockedSenderQuery,
  blockedSenderSchema,
  newBlockedSenderBody,
} from './schema';

/** Whose mail makes no ticket. An address is for everybody at the desk, a domain for admins. */
export const blockedSenderRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/blocked-senders',
    summary: 'Addresses and domains whose mail makes no ticket, by name',
    access: 'blocked-senders.read',
    query: blockedSenderQuery,
    responses: { 200: blockedSenderPage },
    async handler({ deps, query }) {
      const { address, limit = defaultLimit, cursor } = query;
      const scope = ['blocked-senders', address ?? null];
      const { secret } = deps.installation;
      const found = await listBlockedSenders(deps.db, {
        address,
        limit: limit + 1,
        after: cursor ? decodeCursor<string>(secret, scope, cursor) : undefined,
      });
      const items = found.slice(0, limit);
      const next = found.length > limit ? encodeCursor(secret, scope, items.at(-1)!.pattern) : null;
      return ok({ items: items.map(present), nextCursor: next });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/blocked-senders',
    summary: 'Block an address or, as an admin, a domain',
    access: 'blocked-senders.write',
    body: newBlockedSenderBody,
    responses: { 201: blockedSenderSchema },
    async handler(call) {
      const { deps, principal } = call;
      const { pattern } = call.body;
      authorizeFor(pattern, principal);
      await checkBlockable(deps.db, pattern, 'pattern');
      return once(call, async (transaction) => {
        const fields = { pattern, blockedBy: principal.name };
        const blocked = await blockSender(deps.db, fields, transaction);
        if (!blocked) throw alreadyExists('pattern', `${pattern} is blocked already.`);
        return created(present(blocked));
      });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/blocked-senders/:id',
    summary: 'Unblock an address or, as an admin, a domain; what was blocked stays where it is',
    access: 'blocked-senders.write',
    params: idParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        const { deps, params, principal } = call;
        const blocked = await findBlockedSender(deps.db, params.id, transaction);
        if (!blocked) {
          throw new DomainError('not-found', `There is no blocked sender ${params.id}.`);
        }
        authorizeFor(blocked.pattern, principal);
        await unblockSender(deps.db, blocked.pattern, transaction);
        return noContent();
      }),
  }),
];

function authorizeFor(pattern: string, principal: Principal): void {
  if (isDomain(pattern)) authorize('blocked-senders.manage', principal);
}

function present({ createdAt, ...sender }: BlockedSender): object {
  return { ...sender, createdAt: createdAt.toISOString() };
}
