import { findAttachment } from '../../db/attachment-store';
import {
  deleteDraft,
  findDraft,
  listDrafts,
  saveDraft,
  type Draft,
  type DraftKey,
  type DraftMode,
} from '../../db/draft-store';
import { DomainError } from '../../domain/domain-error';
import { readTicket } from '../../tickets/read-ticket';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { callerOf, type Principal } from '../http/principal';
import { noContent, ok, type Reply } from '../http/reply';
import { ticketNotFound } from '../tickets/not-found';
import { expectedVersion, ifMatchHeader } from '../tickets/submit';
import { draftBody, draftListQuery, draftPage, draftQuery, draftSchema } from './schema';

const path = '/api/v1/tickets/:number/draft';

export const draftRoutes = [
  defineRoute({
    method: 'get',
    path,
    summary: 'What you have written on a ticket and not sent',
    access: 'tickets.write',
    params: ticketNumberParams,
    query: draftQuery,
    responses: { 200: draftSchema },
    async handler({ deps, params, query, principal }) {
      if (!(await readTicket(deps.db, params.number))) throw ticketNotFound(params.number);
      const key = keyOf(principal, params.number, query.mode);
      return presented(deps, key, await findDraft(deps.db, key));
    },
  }),
  defineRoute({
    method: 'put',
    path,
    summary: 'Keep what you write; If-Match is the version that you write over, "0" the first time',
    access: 'tickets.write',
    params: ticketNumberParams,
    query: draftQuery,
    headers: ifMatchHeader,
    body: draftBody,
    responses: { 200: draftSchema },
    async handler(call) {
      const { deps, params, query, body, principal } = call;
      if (!(await readTicket(deps.db, params.number))) throw ticketNotFound(params.number);
      const key = keyOf(principal, params.number, query.mode);
      const asked = expectedVersion(call).expectedVersion;
      const over = asked ?? (await findDraft(deps.db, key))?.version ?? 0;
      const draft = await saveDraft(deps.db, key, over, body);
      if (!draft) {
        throw new DomainError(
          'version-conflict',
          'This draft was changed, sent or thrown away elsewhere; read it again.',
        );
      }
      return presented(deps, key, draft);
    },
  }),
  defineRoute({
    method: 'delete',
    path,
    summary: 'Throw away what you have written',
    access: 'tickets.write',
    params: ticketNumberParams,
    query: draftQuery,
    responses: { 204: null },
    async handler({ deps, params, query, principal }) {
      await deleteDraft(deps.db, keyOf(principal, params.number, query.mode));
      return noContent();
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/drafts',
    summary: 'On which tickets you have drafts, the latest first',
    access: 'tickets.write',
    query: draftListQuery,
    responses: { 200: draftPage },
    async handler({ deps, query, principal }) {
      const drafts = await listDrafts(deps.db, callerOf(principal), query.limit ?? 200);
      const items = drafts.map(({ ticket, mode, updatedAt }) => ({
        ticketNumber: ticket,
        mode,
        updatedAt: updatedAt.toISOString(),
      }));
      return ok({ items, nextCursor: null });
    },
  }),
];

function keyOf(principal: Principal, ticket: number, mode: DraftMode): DraftKey {
  return { owner: callerOf(principal), ticket, mode };
}

async function presented(deps: ApiDeps, { mode }: DraftKey, draft: Draft | null): Promise<Reply> {
  const ids = draft?.content.attachmentIds ?? [];
  const found = await Promise.all(ids.map((id) => findAttachment(deps.db, id)));
  const version = draft?.version ?? 0;
  return ok(
    {
      mode,
      version,
      text: draft?.content.text ?? '',
      cc: draft?.content.cc ?? [],
      bcc: draft?.content.bcc ?? [],
      attachments: found
        .filter((file) => file !== null && file.messageId === null)
        .map((file) => file!)
        .map(({ id, name, size, contentType }) => ({ id, name, size, contentType })),
      updatedAt: draft?.updatedAt.toISOString() ?? null,
    },
    { ETag: `"${version}"` },
  );
}
