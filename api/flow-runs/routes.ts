import {
  cancelFlowRun,
  rerunFailed,
  rerunFlow,
  runFlowAgain,
} from '../../automation/control-flow-runs';
import { requireFlow } from '../../automation/publish-flow';
import type { Transaction } from '../../db/database';
import { defineRoute } from '../http/define-route';
import { once } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { readRunPage } from './page';
import {
  rerunBody,
  rerunFailedSchema,
  runListQuery,
  runPage,
  runParams,
  runSchema,
} from './schema';
import { showRun } from './show';

export const flowRunRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flow-runs',
    summary: 'Runs by Flow, ticket and status, newest first',
    access: 'flows.read',
    query: runListQuery,
    responses: { 200: runPage },
    async handler({ deps, query: { limit, cursor, ...filter } }) {
      return ok(await readRunPage(deps, filter, { limit, cursor }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flow-runs/:id',
    summary: 'One run: its steps with inputs as rendered, outputs, attempts and waits',
    access: 'flows.read',
    params: runParams,
    responses: { 200: runSchema },
    handler: async ({ deps, params }) => ok(await showRun(deps, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flow-runs/:id/cancel',
    summary: 'Cancel a run; a step that is under way may still have its effect',
    access: 'flows.write',
    params: runParams,
    responses: { 202: runSchema },
    async handler({ deps, params }) {
      const { db, engine, installation } = deps;
      await cancelFlowRun(db, engine, { installation: installation.id, runId: params.id });
      return { status: 202, body: await showRun(deps, params.id) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flow-runs/:id/rerun',
    summary:
      'Run an ended run again from its first step that was not completed, or from one that is named, under the same keys',
    access: 'flows.write',
    params: runParams,
    body: rerunBody,
    responses: { 201: runSchema },
    handler: (call) =>
      runAgain(call, (transaction) =>
        rerunFlow(call.deps.db, call.params.id, { from: call.body?.from, transaction }),
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flow-runs/:id/run-again',
    summary: 'Run an ended run once more as new: with keys of its own, on the published version',
    access: 'flows.write',
    params: runParams,
    responses: { 201: runSchema },
    handler: (call) =>
      runAgain(call, (transaction) => runFlowAgain(call.deps.db, call.params.id, transaction)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/rerun-failed',
    summary: 'Run all failed runs of a Flow again that nobody has run again since',
    access: 'flows.write',
    params: runParams,
    responses: { 200: rerunFailedSchema },
    async handler({ deps, params }) {
      const { id } = await requireFlow(deps.db, params.id);
      return ok({ runs: await rerunFailed(deps.db, id) });
    },
  }),
];

async function runAgain(
  call: Parameters<typeof once>[0],
  begin: (transaction: Transaction) => Promise<string>,
) {
  const { body: id } = await once(call, async (transaction) => created(await begin(transaction)));
  const location = `/api/v1/flow-runs/${id as string}`;
  return created(await showRun(call.deps, id as string), { Location: location });
}
