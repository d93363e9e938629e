import { cancelFlowRun, requireRun, rerunFlow } from '../../automation/control-flow-runs';
import { listSteps } from '../../db/flow-step-store';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { once } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { readRunPage } from './page';
import { presentRun, presentStep } from './present';
import { runListQuery, runPage, runParams, runSchema } from './schema';

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
    handler: async ({ deps, params }) => ok(await show(deps, params.id)),
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
      return { status: 202, body: await show(deps, params.id) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flow-runs/:id/rerun',
    summary:
      'Run an ended run again from its first step that was not completed, under the same keys',
    access: 'flows.write',
    params: runParams,
    responses: { 201: runSchema },
    async handler(call) {
      const { deps, params } = call;
      const { body: id } = await once(call, async (transaction) =>
        created(await rerunFlow(deps.db, params.id, { transaction })),
      );
      return created(await show(deps, id as string), {
        Location: `/api/v1/flow-runs/${id as string}`,
      });
    },
  }),
];

async function show(deps: ApiDeps, id: string): Promise<object> {
  const run = await requireRun(deps.db, id);
  return { ...presentRun(run), steps: (await listSteps(deps.db, [id])).map(presentStep) };
}
