import { findAccountLink, takeAccountLink } from '../../db/account-link-store';
import { updateAgent, type Agent } from '../../db/agent-store';
import { inTransaction } from '../../db/database';
import { deleteSessionsOf } from '../../db/session-store';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { noContent, ok } from '../http/reply';
import { refuseOtherSites } from '../http/same-site';
import { presentMe } from '../session/routes';
import { sessionSchema } from '../session/schema';
import { sendPasswordReset } from '../sign-in/account-links';
import { hashPassword } from '../sign-in/password';
import { beginSession } from '../sign-in/session';
import { hashToken } from '../sign-in/tokens';
import { accountLinkBody, accountLinkParams, accountLinkSchema, passwordResetBody } from './schema';

const one = '/api/v1/account-links/:token';

/** One-time links by mail: an invited agent comes in, one who forgot the password sets another. */
export const accountLinkRoutes = [
  defineRoute({
    method: 'get',
    path: one,
    summary: 'Whose account a one-time link opens',
    access: 'public',
    params: accountLinkParams,
    responses: { 200: accountLinkSchema },
    async handler({ params, deps }) {
      const link = await findAccountLink(deps.db, hashToken(params.token));
      if (!link) throw linkNotFound();
      const { name, email } = link.agent;
      return ok({ kind: link.kind, agent: { name, email } });
    },
  }),
  defineRoute({
    method: 'post',
    path: one,
    summary: 'Choose a password by a one-time link; ends every session and begins one',
    access: 'public',
    params: accountLinkParams,
    body: accountLinkBody,
    responses: { 200: sessionSchema },
    async handler({ params, body, req, deps }) {
      refuseOtherSites(req, deps);
      const { db } = deps;
      const tokenHash = hashToken(params.token);
      if (!(await findAccountLink(db, tokenHash))) throw linkNotFound();
      const passwordHash = await hashPassword(body.password);
      const agent = await inTransaction(db, async (transaction): Promise<Agent> => {
        const taken = await takeAccountLink(db, tokenHash, transaction);
        if (!taken) throw linkNotFound();
        await deleteSessionsOf(db, taken.agentId, transaction);
        const fields = { passwordHash, name: body.name, active: true, invitedAt: null };
        return (await updateAgent(db, taken.agentId, fields, transaction))!;
      });
      deps.directory.forget();
      deps.stream.recheck();
      const cookie = await beginSession(deps, agent.id, req);
      return ok({ agent: presentMe(agent) }, { 'Set-Cookie': cookie });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/password-resets',
    summary:
      'Ask for a one-time link by mail; the answer does not tell whether the address is known',
    access: 'public',
    body: passwordResetBody,
    responses: { 204: null },
    async handler({ body, req, deps }) {
      refuseOtherSites(req, deps);
      // Not waited for: how long it takes would tell as well.
      sendPasswordReset(deps, body.email).catch((err: unknown) =>
        deps.log.error({ err }, 'a link for a new password could not be sent'),
      );
      return noContent();
    },
  }),
];

function linkNotFound(): DomainError {
  return new DomainError(
    'link-not-found',
    'This link was used already, is too old, or was replaced by a later one.',
  );
}
