import { moveFlowRuns } from '../../automation/move-flow-runs';
import {
  archiveFlow,
  disableFlow,
  enableFlow,
  pauseFlow,
  restoreFlow,
  resumeFlow,
} from '../../automation/flow-state';
import { requireFlow } from '../../automation/publish-flow';
import { listFlowChanges } from '../../db/flow-change-store';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { actorOf } from '../http/principal';
import { ok } from '../http/reply';
import { presentChange } from './present';
import {
  changePage,
  changeQuery,
  flowParams,
  flowSchema,
  moveRunsBody,
  movedRunsSchema,
  resumeBody,
  switchOffBody,
} from './schema';
import { showFlow } from './show';

const plain = [
  { verb: 'enable', act: enableFlow, summary: 'New events start it again' },
  { verb: 'restore', act: restoreFlow, summary: 'Take it out of the archive; it is off' },
  {
    verb: 'pause',
    act: pauseFlow,
    summary: 'What its events would start is held; what runs goes on',
  },
] as const;

const switchingOff = [
  { verb: 'disable', act: disableFlow, summary: 'New events start it no more' },
  { verb: 'archive', act: archiveFlow, summary: 'Off, and out of the list; its slug stays taken' },
] as const;

/** Whether and how a Flow reacts to new events, and who decided that. */
export const flowStateRoutes = [
  ...plain.map(({ verb, act, summary }) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/flows/:id/${verb}`,
      summary,
      access: 'flows.write',
      params: flowParams,
      responses: { 200: flowSchema },
      async handler({ deps, params, principal }) {
        await act(deps.db, params.id, actorOf(principal));
        return ok(await showFlow(deps, params.id, principal));
      },
    }),
  ),
  ...switchingOff.map(({ verb, act, summary }) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/flows/:id/${verb}`,
      summary,
      access: 'flows.write',
      params: flowParams,
      body: switchOffBody,
      responses: { 200: flowSchema },
      async handler({ deps, params, body, principal }) {
        await act(deps.db, params.id, { ...body, by: actorOf(principal) });
        return ok(await showFlow(deps, params.id, principal));
      },
    }),
  ),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/resume',
    summary: 'Events start it again; what was held runs now or is dropped',
    access: 'flows.write',
    params: flowParams,
    body: resumeBody,
    responses: { 200: flowSchema },
    async handler({ deps, params, body, principal }) {
      await resumeFlow(deps.db, params.id, { ...body, by: actorOf(principal) });
      return ok(await showFlow(deps, params.id, principal));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/move-runs',
    summary: 'Put waiting runs on another version, where every step that they wait at still is',
    access: 'flows.write',
    params: flowParams,
    body: moveRunsBody,
    responses: { 200: movedRunsSchema },
    async handler({ deps, params, body: { toVersion, dryRun = false } = {}, principal }) {
      const wanted = { toVersion, dryRun, by: actorOf(principal) };
      return ok(await moveFlowRuns(deps.db, params.id, wanted));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/changes',
    summary: 'Who published, rolled back, paused, … it and when, newest first',
    access: 'flows.read',
    params: flowParams,
    query: changeQuery,
    responses: { 200: changePage },
    async handler({ deps, params, query: { limit = defaultLimit, cursor } }) {
      const { id } = await requireFlow(deps.db, params.id);
      const { secret } = deps.installation;
      const scope = ['flow-changes', id];
      const before = cursor ? decodeCursor<string>(secret, scope, cursor) : undefined;
      const changes = await listFlowChanges(deps.db, id, { limit: limit + 1, before });
      const items = changes.slice(0, limit);
      return ok({
        items: items.map(presentChange),
        nextCursor: changes.length > limit ? encodeCursor(secret, scope, items.at(-1)!.id) : null,
      });
    },
  }),
];
