import { DomainError } from '../../domain/domain-error';
import { findCredentials } from '../../db/agent-store';
import { defineRoute } from '../http/define-route';
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
      const { id, name, email, role } = known.agent;
      const cookie = await beginSession(deps, id, req);
      return ok({ agent: { id, name, email, role } }, { 'Set-Cookie': cookie });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in',
    access: 'signed-in',
    responses: { 200: sessionSchema },
    async handler({ principal: { id, name, email, role } }) {
      return ok({ agent: { id, name, email, role } });
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
