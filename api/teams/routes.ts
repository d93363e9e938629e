import { holdAgents } from '../../db/agent-store';
import type { Database, Transaction } from '../../db/database';
import {
  allTeams,
  createTeam,
  deleteTeam,
  findTeam,
  updateTeam,
  type Team,
} from '../../db/team-store';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { newTeamBody, teamChangeBody, teamPage, teamSchema, teamsQuery } from './schema';

const one = '/api/v1/teams/:id';

export const teamRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/teams',
    summary: 'All teams with their members, by name',
    access: 'teams.read',
    query: teamsQuery,
    responses: { 200: teamPage },
    handler: async ({ deps }) => ok({ items: await allTeams(deps.db), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/teams',
    summary: 'Add a team',
    access: 'teams.write',
    body: newTeamBody,
    responses: { 201: teamSchema },
    async handler(call) {
      const { name, memberIds = [] } = call.body;
      const { db, directory } = call.deps;
      const reply = await once(call, async (transaction) => {
        await checkMembers(db, memberIds, transaction);
        const team = await createTeam(db, { name, memberIds }, transaction);
        return created(team, { Location: `/api/v1/teams/${team.id}` });
      });
      directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One team',
    access: 'teams.read',
    params: idParams,
    responses: { 200: teamSchema },
    handler: async ({ deps, params: { id } }) => ok(found(await findTeam(deps.db, id), id)),
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Rename a team or change its members',
    access: 'teams.write',
    params: idParams,
    body: teamChangeBody,
    responses: { 200: teamSchema },
    async handler(call) {
      const { deps, params, body } = call;
      const reply = await once(call, async (transaction) => {
        await checkMembers(deps.db, body.memberIds ?? [], transaction);
        return ok(found(await updateTeam(deps.db, params.id, body, transaction), params.id));
      });
      deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a team that no ticket has',
    access: 'teams.write',
    params: idParams,
    responses: { 204: null },
    async handler(call) {
      const { deps, params } = call;
      const reply = await once(call, async (transaction) => {
        const team = found(await findTeam(deps.db, params.id, transaction), params.id);
        const { tickets } = await deleteTeam(deps.db, params.id, transaction);
        if (tickets > 0) {
          const have = tickets === 1 ? '1 ticket still has' : `${tickets} tickets still have`;
          const sentence = `${have} the team ${team.name}; choose another one there first.`;
          throw new DomainError('still-in-use', sentence);
        }
        return noContent();
      });
      deps.directory.forget();
      return reply;
    },
  }),
];

function found(team: Team | null, id: string): Team {
  if (!team) throw new DomainError('not-found', `There is no team ${id}.`);
  return team;
}

/** Refuses who is no agent or may only read; the others stay as they are meanwhile. */
async function checkMembers(
  db: Database,
  memberIds: readonly string[],
  transaction: Transaction,
): Promise<void> {
  const agents = await holdAgents(db, memberIds, transaction);
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const problems = memberIds.flatMap((id, index) => {
    const agent = byId.get(id.toLowerCase());
    const path = `memberIds.${index}`;
    if (!agent) return [{ path, message: 'there is no such agent' }];
    return agent.role === 'read-only' ? [{ path, message: `${agent.name} may only read` }] : [];
  });
  if (problems.length > 0) throw invalidInput(problems);
}
