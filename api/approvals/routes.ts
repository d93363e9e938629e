import {
  answerApproval,
  countApprovalsFor,
  findApproval,
  listApprovals,
} from '../../db/approval-store';
import { DomainError } from '../../domain/domain-error';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { agentIdOf } from '../http/own-things';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { ok } from '../http/reply';
import { orNotFound } from '../people/not-found';
import { presentApproval } from './present';
import { answerBody, approvalPage, approvalSchema, approvalsQuery, mostWaiting } from './schema';

const one = '/api/v1/approvals/:id';

interface ApprovalPlace {
  createdAt: string;
  id: string;
}

/** What Flows ask people. Who is asked sees and answers it, whatever their role. */
export const approvalRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/approvals',
    summary: 'What Flows ask you to approve, the newest first, and how many wait for your answer',
    access: 'signed-in',
    query: approvalsQuery,
    responses: { 200: approvalPage },
    async handler({ deps, principal, query }) {
      const { state = 'open', ticket = null, limit = defaultLimit, cursor } = query;
      const me = agentOf(principal);
      const agentId = query.all === 'true' ? everybodys(principal) : agentIdOf(principal);
      const scope = ['approvals', agentId, state, ticket];
      const { secret } = deps.installation;
      const after = cursor ? decodeCursor<ApprovalPlace>(secret, scope, cursor) : undefined;
      const filter = { agentId, open: state === 'open', ticket };
      const [found, waiting] = await Promise.all([
        listApprovals(deps.db, filter, { limit: limit + 1, after }),
        me ? countApprovalsFor(deps.db, me, mostWaiting) : 0,
      ]);
      const shown = found.slice(0, limit).map((approval) => presentApproval(approval, me));
      const last = found.length > limit ? shown.at(-1) : undefined;
      return ok({
        items: shown,
        nextCursor: last
          ? encodeCursor(secret, scope, { createdAt: last.createdAt, id: last.id })
          : null,
        waiting,
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One of them, with who is asked and what they answered',
    access: 'signed-in',
    params: idParams,
    responses: { 200: approvalSchema },
    async handler({ deps, principal, params }) {
      const me = agentOf(principal);
      const found = await findApproval(deps.db, params.id);
      const isAsked = found?.people.some(({ agent }) => agent.id === me);
      const seen = isAsked || may(principal, 'approvals.manage') ? found : null;
      return ok(presentApproval(orNotFound(seen, 'approval'), me));
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/answer`,
    summary: 'Approve or reject, when you are asked; your first answer counts',
    access: 'signed-in',
    params: idParams,
    body: answerBody,
    responses: { 200: approvalSchema },
    async handler(call) {
      const { deps, principal, params, body } = call;
      const me = agentIdOf(principal);
      return once(call, async (transaction) => {
        const answer = { answer: body.answer, comment: body.comment ?? '' };
        const answered = await answerApproval(deps.db, params.id, me, answer, transaction);
        return ok(presentApproval(answered, me));
      });
    },
  }),
];

function agentOf({ kind, id }: Principal): string | null {
  return kind === 'session' ? id : null;
}

/** No agent to look for: all of them. */
function everybodys(principal: Principal): null {
  if (may(principal, 'approvals.manage')) return null;
  throw new DomainError('not-allowed', 'Only admins see what others are asked.');
}
