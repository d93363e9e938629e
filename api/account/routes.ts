import { removeAccountLinks } from '../../db/account-link-store';
import { findAgent, findCredentials, setAway, updateAgent } from '../../db/agent-store';
import { inTransaction } from '../../db/database';
import { deleteSessionById, deleteSessionsOf } from '../../db/session-store';
import { DomainError } from '../../domain/domain-error';
import { agentSchema } from '../agents/schema';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import type { Principal } from '../http/principal';
import { noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { orNotFound } from '../people/not-found';
import { hashPassword, passwordFits } from '../sign-in/password';
import { sessionsOf, tokenHashOf } from '../sign-in/session';
import { accountBody, awayBody, newPasswordBody, ownSessions } from './schema';

const sessions = '/api/v1/account/sessions';
const away = '/api/v1/account/away';

/** What every signed-in agent may change of their own account, whatever their role. */
export const accountRoutes = [
  defineRoute({
    method: 'patch',
    path: '/api/v1/account',
    summary: 'Change your name',
    access: 'signed-in',
    body: accountBody,
    responses: { 200: agentSchema },
    async handler({ body, deps, principal }) {
      const id = agentIdOf(principal);
      const agent = await inTransaction(deps.db, (transaction) =>
        updateAgent(deps.db, id, body, transaction),
      );
      deps.directory.forget();
      return ok(orNotFound(agent, 'agent'));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/account/password',
    summary: 'Change your password, which ends your other sessions',
    access: 'signed-in',
    body: newPasswordBody,
    responses: { 204: null },
    async handler({ body, req, deps, principal }) {
      const agentId = agentIdOf(principal);
      const known = await findCredentials(deps.db, principal.email!);
      if (!(await passwordFits(body.current, known?.passwordHash ?? null))) {
        throw invalidInput([{ path: 'current', message: 'this is not your current password' }]);
      }
      const passwordHash = await hashPassword(body.password);
      const keep = tokenHashOf(deps, req);
      await inTransaction(deps.db, async (transaction) => {
        await updateAgent(deps.db, agentId, { passwordHash }, transaction);
        await removeAccountLinks(deps.db, agentId, transaction);
        await deleteSessionsOf(deps.db, agentId, transaction, { keep });
      });
      deps.stream.recheck();
      return noContent();
    },
  }),
  defineRoute({
    method: 'get',
    path: sessions,
    summary: 'Where you are signed in, the latest first',
    access: 'signed-in',
    responses: { 200: ownSessions },
    async handler({ req, deps, principal }) {
      const items = await sessionsOf(deps, req, agentIdOf(principal));
      return ok({
        items: items.map(({ createdAt, lastSeenAt, ...session }) => ({
          ...session,
          createdAt: createdAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
        })),
      });
    },
  }),
  defineRoute({
    method: 'delete',
    path: sessions,
    summary: 'End all of your sessions but this one',
    access: 'signed-in',
    responses: { 204: null },
    async handler({ req, deps, principal }) {
      const agentId = agentIdOf(principal);
      const keep = tokenHashOf(deps, req);
      await inTransaction(deps.db, (transaction) =>
        deleteSessionsOf(deps.db, agentId, transaction, { keep }),
      );
      deps.stream.recheck();
      return noContent();
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${sessions}/:id`,
    summary: 'End one of your sessions',
    access: 'signed-in',
    params: idParams,
    responses: { 204: null },
    async handler({ params, deps, principal }) {
      const session = { id: params.id, agentId: agentIdOf(principal) };
      if (!(await deleteSessionById(deps.db, session))) orNotFound(null, 'session');
      deps.stream.recheck();
      return noContent();
    },
  }),
  defineRoute({
    method: 'put',
    path: away,
    summary: 'Say that you are away, until a time or until you are back',
    access: 'signed-in',
    body: awayBody,
    responses: { 200: agentSchema },
    async handler({ body, deps, principal }) {
      const until = body.until === null ? null : new Date(body.until);
      return changedAway(deps, agentIdOf(principal), { until, note: body.note });
    },
  }),
  defineRoute({
    method: 'delete',
    path: away,
    summary: 'Say that you are back',
    access: 'signed-in',
    responses: { 200: agentSchema },
    handler: ({ deps, principal }) => changedAway(deps, agentIdOf(principal), null),
  }),
];

async function changedAway(
  { db, directory }: ApiDeps,
  id: string,
  to: Parameters<typeof setAway>[2],
) {
  await setAway(db, id, to);
  directory.forget();
  return ok(orNotFound(await findAgent(db, id), 'agent'));
}

/** An API key is nobody's account: it has no name of its own, no password and no sessions. */
function agentIdOf({ kind, id }: Principal): string {
  if (kind === 'session') return id;
  throw new DomainError('no-account', 'An API key has no account; sign in as an agent.');
}
