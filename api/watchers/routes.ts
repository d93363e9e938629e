import { addWatchers, listWatchers, removeWatcher } from '../../db/watcher-store';
import { DomainError } from '../../domain/domain-error';
import { readTicket } from '../../tickets/read-ticket';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { agentIdOf } from '../http/own-things';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { ok } from '../http/reply';
import { orNotFound } from '../people/not-found';
import { ticketNotFound } from '../tickets/not-found';
import type { ApiDeps } from '../deps';
import { watcherList, watcherParams } from './schema';

const all = '/api/v1/tickets/:number/watchers';
const one = `${all}/:agentId` as const;

export const watcherRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    summary: 'Who watches a ticket',
    access: 'tickets.read',
    params: ticketNumberParams,
    responses: { 200: watcherList },
    async handler({ deps, params: { number } }) {
      if (!(await readTicket(deps.db, number))) throw ticketNotFound(number);
      return ok({ items: await listWatchers(deps.db, number) });
    },
  }),
  defineRoute({
    method: 'put',
    path: one,
    summary: 'Watch a ticket, or make another agent watch it',
    access: 'tickets.read',
    params: watcherParams,
    responses: { 200: watcherList },
    async handler({ deps, params, principal }) {
      const id = await agentMeant(deps, params, principal);
      const agent = await deps.directory.agent(id);
      orNotFound(agent?.active ? agent : null, 'active agent');
      await addWatchers(deps.db, params.number, [id]);
      return ok({ items: await listWatchers(deps.db, params.number) });
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Stop watching a ticket, or take another agent off',
    access: 'tickets.read',
    params: watcherParams,
    responses: { 200: watcherList },
    async handler({ deps, params, principal }) {
      const id = await agentMeant(deps, params, principal);
      await removeWatcher(deps.db, params.number, id);
      return ok({ items: await listWatchers(deps.db, params.number) });
    },
  }),
];

/** Everybody decides for themselves; for others, who may change the ticket. */
async function agentMeant(
  deps: ApiDeps,
  { number, agentId }: { number: number; agentId: string },
  principal: Principal,
): Promise<string> {
  if (!(await readTicket(deps.db, number))) throw ticketNotFound(number);
  const id = agentId === 'me' ? agentIdOf(principal) : agentId;
  if (id === principal.id || may(principal, 'tickets.write')) return id;
  throw new DomainError('not-allowed', 'You may watch tickets yourself, not make others watch.');
}
