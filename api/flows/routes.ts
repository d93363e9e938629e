import { dryRunFlow } from '../../automation/dry-run-flow';
import { editingOf, makeFlow } from '../../automation/flow-drafts';
import { requireFlow } from '../../automation/publish-flow';
import { webhookSecret } from '../../automation/webhook-signature';
import { listDecisions } from '../../db/flow-decision-store';
import { listDrafts } from '../../db/flow-draft-store';
import { listFlows, publishedDocuments, type StoredFlow } from '../../db/flow-store';
import { DomainError } from '../../domain/domain-error';
import { writeYaml } from '../../flows/language/write-document';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { once } from '../http/idempotency';
import { actorOf } from '../http/principal';
import { created, ok, problem } from '../http/reply';
import { flowEditRoutes } from './edit-routes';
import { presentDecision, presentSummary } from './present';
import { documentBody, readFlowBody } from './read-body';
import {
  decisionPage,
  decisionQuery,
  dryRunBody,
  dryRunSchema,
  flowListQuery,
  flowPage,
  flowParams,
  flowSchema,
  webhookSecretSchema,
} from './schema';
import { showFlow } from './show';
import { flowStateRoutes } from './state-routes';

export const flowRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flows',
    summary: 'All Flows by slug, those in the archive when asked',
    access: 'flows.read',
    query: flowListQuery,
    responses: { 200: flowPage },
    async handler({ deps, query }) {
      const { limit = defaultLimit, cursor, archived = false } = query;
      const { secret } = deps.installation;
      const scope = ['flows', archived];
      const afterSlug = cursor ? decodeCursor<string>(secret, scope, cursor) : '';
      const flows = await listFlows(deps.db, { archived, afterSlug, limit: limit + 1 });
      const items = flows.slice(0, limit);
      const documents = await documentsOf(deps, items);
      return ok({
        items: items.map((flow) => presentSummary(flow, documents.get(flow.id))),
        nextCursor: flows.length > limit ? encodeCursor(secret, scope, items.at(-1)!.slug) : null,
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows',
    summary: 'Make a Flow; its document becomes the draft',
    access: 'flows.write',
    raw: documentBody,
    responses: { 201: flowSchema },
    async handler(call) {
      const { deps, req, rawBody, principal } = call;
      const document = readFlowBody(req, rawBody);
      const { body: id } = await once(call, async (transaction) => {
        const flow = await makeFlow(deps.db, document, actorOf(principal), transaction);
        if (flow) return created(flow.id);
        const sentence = `There is a Flow "${document.flow}" already; change its draft instead.`;
        throw new DomainError('already-exists', sentence, [problem('flow', sentence)]);
      });
      const location = `/api/v1/flows/${id as string}`;
      return created(await showFlow(deps, id as string, principal), { Location: location });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id',
    summary:
      'One Flow with the caller’s draft and versions; with Accept: application/yaml its document',
    access: 'flows.read',
    params: flowParams,
    responses: { 200: flowSchema },
    async handler({ deps, params, req, principal }) {
      if (req.accepts(['json', 'application/yaml']) === 'application/yaml') {
        const flow = await requireFlow(deps.db, params.id);
        const body = writeYaml((await documentsOf(deps, [flow])).get(flow.id));
        return { status: 200, body, contentType: 'application/yaml; charset=utf-8' };
      }
      return ok(await showFlow(deps, params.id, principal));
    },
  }),
  ...flowEditRoutes,
  ...flowStateRoutes,
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/dry-run',
    summary: 'What the caller’s draft would do about a past event; changes nothing',
    access: 'flows.read',
    params: flowParams,
    body: dryRunBody,
    responses: { 200: dryRunSchema },
    async handler({ deps, params, body, principal }) {
      const flow = await requireFlow(deps.db, params.id);
      const { document } = await editingOf(deps.db, flow, principal.id);
      return ok(await dryRunFlow(deps.db, document, { ...body, publicUrl: deps.publicUrl }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/webhook-secret',
    summary: 'The key that receivers check the signatures of Flows’ webhooks with',
    description: 'Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`.',
    access: 'flows.write',
    responses: { 200: webhookSecretSchema },
    handler: async ({ deps }) => ok({ secret: webhookSecret(deps.installation) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/decisions',
    summary: 'Why the last events did or did not start it, newest first',
    access: 'flows.read',
    params: flowParams,
    query: decisionQuery,
    responses: { 200: decisionPage },
    async handler({ deps, params, query }) {
      const { id } = await requireFlow(deps.db, params.id);
      const decisions = await listDecisions(deps.db, id, query.limit ?? defaultLimit);
      return ok({ items: decisions.map(presentDecision), nextCursor: null });
    },
  }),
];

/** The published documents, by id; of a Flow without one, the newest draft. */
async function documentsOf(deps: ApiDeps, flows: StoredFlow[]): Promise<Map<string, unknown>> {
  const idsOf = (some: StoredFlow[]): string[] => some.map(({ id }) => id);
  const unpublished = flows.filter(({ publishedVersion }) => publishedVersion === null);
  const drafts = await listDrafts(deps.db, idsOf(unpublished));
  return new Map([
    // The newest comes last, so that it is the one that stays.
    ...drafts.reverse().map(({ flowId, document }): [string, unknown] => [flowId, document]),
    ...(await publishedDocuments(deps.db, idsOf(flows))),
  ]);
}
