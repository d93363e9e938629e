import { findCaughtMail, listCaughtMails, type CaughtMail } from '../../db/caught-mail-store';
import { DomainError } from '../../domain/domain-error';
import { mailTexts } from '../../domain/mail/messages';
import { replyAsCustomer, writeAsCustomer, type CustomerDesk } from '../../mail/write-as-customer';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute, type AnyCall } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { commandIdOf } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { presentOutcome } from '../inbound-mail/present';
import { mailOutcomeSchema } from '../inbound-mail/schema';
import {
  caughtMailListQuery,
  caughtMailPage,
  caughtMailSchema,
  newMailBody,
  replyAsCustomerBody,
} from './schema';

/** The local catcher of the embedded default: what was sent, and playing the customer. */
export const outboxRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/outbox',
    summary: 'Mail that the local catcher received, newest first',
    access: 'outbox.read',
    query: caughtMailListQuery,
    responses: { 200: caughtMailPage },
    async handler({ deps, query, principal }) {
      needCatcher(deps);
      const { limit = defaultLimit, cursor } = query;
      const { secret } = deps.installation;
      const mails = await listCaughtMails(deps.db, {
        limit: limit + 1,
        before: cursor ? decodeCursor(secret, 'outbox', cursor) : undefined,
      });
      const items = mails.slice(0, limit);
      const last = mails.length > limit ? items.at(-1)! : null;
      return ok({
        items: items.map((mail) => present(mail, principal)),
        nextCursor:
          last && encodeCursor(secret, 'outbox', { receivedAt: last.receivedAt, id: last.id }),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/outbox/:id',
    summary: 'One caught mail',
    access: 'outbox.read',
    params: idParams,
    responses: { 200: caughtMailSchema },
    async handler({ deps, params, principal }) {
      needCatcher(deps);
      const mail = await findCaughtMail(deps.db, params.id);
      if (!mail) throw new DomainError('not-found', `There is no caught mail ${params.id}.`);
      return ok(present(mail, principal));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/outbox/:id/reply',
    summary: 'Answer a caught mail as the person who got it, by real SMTP',
    access: 'outbox.write',
    params: idParams,
    body: replyAsCustomerBody,
    responses: { 201: mailOutcomeSchema },
    async handler(call) {
      const { params, body } = call;
      if ((await findCaughtMail(call.deps.db, params.id))?.secret) {
        throw new DomainError('mail-holds-a-link', 'Nobody answers a mail with a one-time link.');
      }
      const mail = await replyAsCustomer(customerDesk(call), { caughtId: params.id, ...body });
      return created(presentOutcome(mail));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/outbox/new-mail',
    summary: 'Write to the default mailbox as a customer, by real SMTP',
    access: 'outbox.write',
    body: newMailBody,
    responses: { 201: mailOutcomeSchema },
    async handler(call) {
      return created(presentOutcome(await writeAsCustomer(customerDesk(call), call.body)));
    },
  }),
];

function customerDesk(call: AnyCall): CustomerDesk {
  const { deps } = call;
  needCatcher(deps);
  const smtp = deps.mail.smtp();
  if (!smtp) {
    throw new DomainError('no-smtp-here', 'This process takes no mail by SMTP; ask another one.');
  }
  return { db: deps.db, intake: deps.mail.intake(), smtp, requestId: commandIdOf(call) };
}

function needCatcher({ mail }: ApiDeps): void {
  if (mail.catcher) return;
  throw new DomainError(
    'no-local-catcher',
    'Mail goes out by a real server here (SMTP_URL), so there is no local catcher to look into.',
  );
}

/** A one-time link is for whom it was mailed to; who may change every account anyway sees it too. */
function present({ raw, receivedAt, secret, ...mail }: CaughtMail, principal: Principal): object {
  const shown = { ...mail, receivedAt: receivedAt.toISOString(), secret };
  if (secret && !may(principal, 'agents.write')) {
    return { ...shown, text: mailTexts.onlyForAdmins, html: null, raw: '' };
  }
  return { ...shown, raw: raw.toString('latin1') };
}
