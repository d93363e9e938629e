import { cancelFlowRun, requireRun, rerunFlow } from '../../automation/control-flow-runs';
import { listRuns } from '../../db/flow-run-store';
import { listSteps } from '../../db/flow-step-store';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { once } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { presentRun, presentStep, storedStatuses } from './present';
import { runListQuery, runPage, runParams, runSchema } from './schema';

interface RunPlace {
  startedAt: string;
  id: string;
}

export const flowRunRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flow-runs',
    summary: 'Runs by Flow, ticket and status, newest first',
    access: 'flows.read',
    query: runListQuery,
    responses: { 200: runPage },
    async handler({ deps, query }) {
      const { limit = defaultLimit, cursor, flow, ticket, status } = query;
      const { secret } = deps.installation;
      const scope = ['flow-runs', flow ?? null, ticket ?? null, status ?? null];
      const runs = await listRuns(
        deps.db,
        { flow, ticket, statuses: status && storedStatuses(status) },
        {
          limit: limit + 1,
          after: cursor ? decodeCursor<RunPlace>(secret, scope, cursor) : undefined,
        },
      );
      const items = runs.slice(0, limit);
      const last = items.at(-1);
      const place = last && { startedAt: last.startedPrecisely, id: last.id };
      return ok({
        items: items.map(presentRun),
        nextCursor: runs.length > limit ? encodeCursor(secret, scope, place) : null,
      });
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
        created(await rerunFlow(deps.db, params.id, transaction)),
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
