import { dryRunFlow } from '../../automation/dry-run-flow';
import {
  inspectFlow,
  ofSameSlug,
  publishDraft,
  requireFlow,
  rollBackFlow,
} from '../../automation/publish-flow';
import { webhookSecret } from '../../automation/webhook-signature';
import { listDecisions } from '../../db/flow-decision-store';
import {
  createFlow,
  listFlows,
  listVersions,
  publishedDocuments,
  saveDraft,
  setFlowEnabled,
} from '../../db/flow-store';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { once } from '../http/idempotency';
import { actorOf } from '../http/principal';
import { created, ok, problem } from '../http/reply';
import { presentDecision, presentFlow, presentSummary, presentYaml } from './present';
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
  rollbackQuery,
  webhookSecretSchema,
} from './schema';

const scope = ['flows'];

export const flowRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flows',
    summary: 'All Flows by slug',
    access: 'flows.read',
    query: flowListQuery,
    responses: { 200: flowPage },
    async handler({ deps, query }) {
      const { limit = defaultLimit, cursor } = query;
      const { secret } = deps.installation;
      const afterSlug = cursor ? decodeCursor<string>(secret, scope, cursor) : '';
      const flows = await listFlows(deps.db, { afterSlug, limit: limit + 1 });
      const items = flows.slice(0, limit);
      const documents = await publishedDocuments(
        deps.db,
        items.map(({ id }) => id),
      );
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
      const { flow: slug, title, description = '' } = document;
      const by = actorOf(principal);
      return once(call, async (transaction) => {
        const draft = { slug, title, description, document, by };
        const flow = await createFlow(deps.db, draft, transaction);
        if (!flow) {
          const sentence = `There is a Flow "${slug}" already; change its draft instead.`;
          throw new DomainError('already-exists', sentence, [problem('flow', sentence)]);
        }
        const body = presentFlow(flow, [], await problemsOf(deps, document));
        return created(body, { Location: `/api/v1/flows/${flow.id}` });
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id',
    summary: 'One Flow with its draft and versions; with Accept: application/yaml its document',
    access: 'flows.read',
    params: flowParams,
    responses: { 200: flowSchema },
    async handler({ deps, params, req }) {
      if (req.accepts(['json', 'application/yaml']) === 'application/yaml') {
        const flow = await requireFlow(deps.db, params.id);
        const body = presentYaml(flow, await listVersions(deps.db, flow.id));
        return { status: 200, body, contentType: 'application/yaml; charset=utf-8' };
      }
      return ok(await show(deps, params.id));
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/flows/:id/draft',
    summary: 'Replace the draft',
    access: 'flows.write',
    params: flowParams,
    raw: documentBody,
    responses: { 200: flowSchema },
    async handler({ deps, params, req, rawBody, principal }) {
      const document = readFlowBody(req, rawBody);
      const flow = await requireFlow(deps.db, params.id);
      ofSameSlug(flow, document);
      await saveDraft(deps.db, flow.id, { document, by: actorOf(principal) });
      return ok(await show(deps, flow.id));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/publish',
    summary: 'Publish the draft and switch the Flow on; 422 with every problem by step and field',
    access: 'flows.write',
    params: flowParams,
    responses: { 200: flowSchema },
    async handler({ deps, params, principal }) {
      const { id } = await publishDraft(deps.db, params.id, { by: actorOf(principal) });
      return ok(await show(deps, id));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/rollback',
    summary: 'Publish an earlier version again',
    access: 'flows.write',
    params: flowParams,
    query: rollbackQuery,
    responses: { 200: flowSchema },
    async handler({ deps, params, query, principal }) {
      const wanted = { version: query.version, by: actorOf(principal) };
      const { id } = await rollBackFlow(deps.db, params.id, wanted);
      return ok(await show(deps, id));
    },
  }),
  ...(['enable', 'disable'] as const).map((verb) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/flows/:id/${verb}`,
      summary:
        verb === 'enable'
          ? 'New events start it again'
          : 'New events start it no more; runs that are under way go on',
      access: 'flows.write',
      params: flowParams,
      responses: { 200: flowSchema },
      async handler({ deps, params, principal }) {
        const { id } = await requireFlow(deps.db, params.id);
        await setFlowEnabled(deps.db, id, verb === 'enable', actorOf(principal));
        return ok(await show(deps, id));
      },
    }),
  ),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/dry-run',
    summary: 'What the draft would do about a past event; changes nothing',
    access: 'flows.read',
    params: flowParams,
    body: dryRunBody,
    responses: { 200: dryRunSchema },
    async handler({ deps, params, body }) {
      const { draft } = await requireFlow(deps.db, params.id);
      return ok(await dryRunFlow(deps.db, draft, { ...body, publicUrl: deps.publicUrl }));
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

async function show(deps: ApiDeps, id: string): Promise<object> {
  const flow = await requireFlow(deps.db, id);
  const versions = await listVersions(deps.db, flow.id);
  return presentFlow(flow, versions, await problemsOf(deps, flow.draft));
}

async function problemsOf(deps: ApiDeps, document: unknown) {
  const inspected = await inspectFlow(deps.db, document);
  return 'problems' in inspected ? inspected.problems : [];
}
