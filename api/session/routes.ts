import { DomainError } from '../../domain/domain-error';
import { findCredentials } from '../../db/agent-store';
import { defineRoute } from '../http/define-route';
import { permissionsOf } from '../http/permissions';
import type { Principal } from '../http/principal';
import { noContent, ok } from '../http/reply';
import { refuseOtherSites } from '../http/same-site';
import { passwordFits } from '../sign-in/password';
import { beginSession, endSession } from '../sign-in/session';
import { sessionSchema, signInBody } from './schema';

export const sessionRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/session',
    summary: 'Sign in; the answer sets the session’s cookie',
    access: 'public',
    body: signInBody,
    responses: { 200: sessionSchema },
    async handler({ body, req, deps }) {
      refuseOtherSites(req, deps);
      const known = await findCredentials(deps.db, body.email);
      const fits = await passwordFits(body.password, known?.passwordHash ?? null);
      if (!known || !fits || !known.agent.active) {
        throw new DomainError('wrong-credentials', 'The e-mail address or the password is wrong.');
      }
      const cookie = await beginSession(deps, known.agent.id, req);
      return ok({ agent: presentMe(known.agent) }, { 'Set-Cookie': cookie });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in',
    access: 'signed-in',
    responses: { 200: sessionSchema },
    async handler({ principal }) {
      return ok({ agent: presentMe(principal) });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign out',
    access: 'signed-in',
    responses: { 204: null },
    async handler({ req, deps }) {
      const cookie = await endSession(deps, req);
      deps.stream.recheck();
      return { ...noContent(), headers: { 'Set-Cookie': cookie } };
    },
  }),
];

/** The signed-in agent, and what they may do. */
export function presentMe({
  id,
  name,
  email,
  role,
}: Pick<Principal, 'id' | 'name' | 'email' | 'role'>) {
  return { id, name, email, role, permissions: permissionsOf(role) };
}
