import { allAgents, createAgent, findAgent } from '../../db/agent-store';
import type { PeoplePlace } from '../../db/people-page';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { listPeople } from '../people/list';
import { orNotFound } from '../people/not-found';
import { searchQuery } from '../people/schema';
import { sendInvitation } from '../sign-in/account-links';
import { hashPassword } from '../sign-in/password';
import { changeAgent, removeAgent } from './change-agent';
import { agentChangeBody, agentPage, agentSchema, newAgentBody } from './schema';

const one = '/api/v1/agents/:id';

export const agentRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/agents',
    summary: 'Agents by name, inactive ones too',
    access: 'agents.read',
    query: searchQuery,
    responses: { 200: agentPage },
    handler: ({ query, deps }) =>
      listPeople(deps, 'agents', query, async ({ holds, after, limit }) => {
        const wanted = holds?.toLowerCase() ?? '';
        const placed = (await allAgents(deps.db)).map((agent) => ({
          ...agent,
          place: { name: agent.name.toLowerCase(), id: agent.id },
        }));
        return placed
          .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))
          .sort((a, b) => inOrder(a.place, b.place))
          .filter(({ place }) => !after || inOrder(place, after) > 0)
          .slice(0, limit);
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/agents',
    summary: 'Add an agent',
    access: 'agents.write',
    body: newAgentBody,
    responses: { 201: agentSchema },
    async handler(call) {
      const { password, invite = false, ...fields } = call.body;
      const { db } = call.deps;
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const reply = await once(call, async (transaction) => {
        if (!invite)
          return created(await createAgent(db, { ...fields, passwordHash }, transaction));
        const invited = { ...fields, active: false, invitedAt: new Date() };
        const agent = await createAgent(db, invited, transaction);
        await sendInvitation(call, agent, transaction);
        return created(agent);
      });
      call.deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One agent',
    access: 'agents.read',
    params: idParams,
    responses: { 200: agentSchema },
    async handler({ params, deps }) {
      return ok(orNotFound(await findAgent(deps.db, params.id), 'agent'));
    },
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change an agent; a new password or role signs them out everywhere',
    access: 'agents.write',
    params: idParams,
    body: agentChangeBody,
    responses: { 200: agentSchema },
    async handler(call) {
      const { password, ...fields } = call.body;
      const hashed = password === undefined ? {} : { passwordHash: await hashPassword(password) };
      const reply = await once(call, async (transaction) =>
        ok(await changeAgent(call, call.params.id, { ...fields, ...hashed }, transaction)),
      );
      call.deps.directory.forget();
      call.deps.stream.recheck();
      return reply;
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/invitation`,
    summary: 'Invite once more; the link before works no longer',
    access: 'agents.write',
    params: idParams,
    responses: { 200: agentSchema },
    handler: (call) =>
      once(call, async (transaction) => {
        const { db } = call.deps;
        const agent = orNotFound(await findAgent(db, call.params.id, transaction), 'agent');
        if (!agent.invitedAt) {
          throw new DomainError('not-invited', `No invitation waits for ${agent.name}.`);
        }
        await sendInvitation(call, agent, transaction);
        return ok(agent);
      }),
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove an agent who has no tickets, or withdraw an invitation',
    access: 'agents.write',
    params: idParams,
    responses: { 204: null },
    async handler(call) {
      const reply = await once(call, async (transaction) => {
        await removeAgent(call, call.params.id, transaction);
        return noContent();
      });
      call.deps.directory.forget();
      call.deps.stream.recheck();
      return reply;
    },
  }),
];

function inOrder(a: PeoplePlace, b: PeoplePlace): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
