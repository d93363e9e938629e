import { diffVersions } from '../../automation/diff-versions';
import { discardDraft, keepDraft } from '../../automation/flow-drafts';
import { publishDraft } from '../../automation/publish-draft';
import { inspectFlow, rollBackFlow } from '../../automation/publish-flow';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { actorOf } from '../http/principal';
import { noContent, ok } from '../http/reply';
import { documentBody, readFlowBody } from './read-body';
import {
  checkedSchema,
  checkWithOthersBody,
  diffQuery,
  diffSchema,
  draftQuery,
  flowParams,
  flowSchema,
  publishBody,
  rollbackBody,
  rollbackQuery,
} from './schema';
import { showFlow } from './show';

/** Drafts, and how they become versions. */
export const flowEditRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/check',
    summary: 'Every problem that publishing a document would report; keeps nothing',
    access: 'flows.read',
    raw: documentBody,
    responses: { 200: checkedSchema },
    async handler({ deps, req, rawBody }) {
      try {
        const inspected = await inspectFlow(deps.db, readFlowBody(req, rawBody));
        return ok({ problems: 'problems' in inspected ? inspected.problems : [] });
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'flow-invalid') throw error;
        return ok({ problems: error.problems });
      }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/check-with-others',
    summary: 'The same of a document that is to be published along with those that it calls',
    access: 'flows.read',
    body: checkWithOthersBody,
    responses: { 200: checkedSchema },
    async handler({ deps, body: { document, others } }) {
      const inspected = await inspectFlow(deps.db, document, others);
      return ok({ problems: 'problems' in inspected ? inspected.problems : [] });
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/flows/:id/draft',
    summary: 'Replace the caller’s own draft; nobody else’s is touched',
    access: 'flows.write',
    params: flowParams,
    query: draftQuery,
    raw: documentBody,
    responses: { 200: flowSchema },
    async handler({ deps, params, query, req, rawBody, principal }) {
      const document = readFlowBody(req, rawBody);
      const draft = { document, by: actorOf(principal), baseVersion: query.baseVersion };
      const { id } = await keepDraft(deps.db, params.id, draft);
      return ok(await showFlow(deps, id, principal));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/flows/:id/draft',
    summary: 'Throw the caller’s draft away; a Flow never published goes with its last draft',
    access: 'flows.write',
    params: flowParams,
    responses: { 204: null },
    async handler({ deps, params, principal }) {
      await discardDraft(deps.db, params.id, principal.id);
      return noContent();
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/publish',
    summary: 'Publish the draft and switch the Flow on; 422 with every problem by step and field',
    description:
      '409 `flow-moved-on` when others have published since the draft began: `details` has who (`published`), what they changed (`theirs`) and the steps that both changed (`conflicts`).',
    access: 'flows.write',
    params: flowParams,
    body: publishBody,
    responses: { 200: flowSchema },
    async handler({ deps, params, body, principal }) {
      const options = { ...body, by: actorOf(principal) };
      const { id } = await publishDraft(deps.db, params.id, options);
      return ok(await showFlow(deps, id, principal));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/rollback',
    summary: 'Publish an earlier version again',
    access: 'flows.write',
    params: flowParams,
    query: rollbackQuery,
    body: rollbackBody,
    responses: { 200: flowSchema },
    async handler({ deps, params, query, body, principal }) {
      const wanted = { ...query, ...body, by: actorOf(principal) };
      const { id } = await rollBackFlow(deps.db, params.id, wanted);
      return ok(await showFlow(deps, id, principal));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/diff',
    summary: 'What makes one version, or the caller’s draft, another: by steps and fields',
    access: 'flows.read',
    params: flowParams,
    query: diffQuery,
    responses: { 200: diffSchema },
    async handler({ deps, params, query, principal }) {
      const { from = 'published', to = 'draft' } = query;
      return ok(await diffVersions(deps.db, params.id, { from, to, personId: principal.id }));
    },
  }),
];
