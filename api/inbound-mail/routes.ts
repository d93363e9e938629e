import { readFile } from '../../db/file-store';
import { findInboundMail, listInboundMails, type InboundMail } from '../../db/inbound-mail-store';
import { DomainError } from '../../domain/domain-error';
import { isOnTicket } from '../../domain/mail/intake';
import { mailTexts } from '../../domain/mail/messages';
import { holdsOneTimeLink } from '../../mail/holds-one-time-link';
import { previewMail } from '../../mail/preview-mail';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { ok } from '../http/reply';
import type { ApiDeps } from '../deps';
import { presentInboundMail, presentOutcome } from './present';
import {
  inboundMailListQuery,
  inboundMailPage,
  inboundMailSchema,
  mailOutcomeSchema,
  mailPreviewSchema,
  releaseBody,
} from './schema';

const maxBytes = 50 * 1024 * 1024;
// Long enough for nearly every mail; the answer is `received` for the rest.
const waitMs = 2_000;

export const inboundMailRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/inbound-mail',
    summary: 'Hand in a raw mail; it is stored before the answer',
    access: 'inbound-mail.write',
    raw: { contentTypes: ['message/rfc822'], maxBytes },
    responses: { 202: mailOutcomeSchema },
    async handler({ deps, rawBody }) {
      if (rawBody.length === 0) {
        throw new DomainError('invalid-input', 'The body is empty; send the raw mail.', [
          { path: '', message: 'send the raw mail (RFC 5322)' },
        ]);
      }
      const intake = deps.mail.intake();
      const envelope = { from: null, to: [] };
      const { id } = await intake.receive({ raw: rawBody, via: 'http', envelope });
      // It is stored: whatever happens to the wait, the mail is ours.
      const mail = await intake.settled(id, waitMs).catch(() => null);
      const body = mail ? presentOutcome(mail) : { id, outcome: 'received' };
      return { status: 202, body, headers: { Location: `/api/v1/inbound-mail/${id}` } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/inbound-mail',
    summary: 'What came in and what became of it, newest first',
    access: 'inbound-mail.read',
    query: inboundMailListQuery,
    responses: { 200: inboundMailPage },
    async handler({ deps, query }) {
      const { limit = defaultLimit, cursor, outcome, q } = query;
      const scope = ['inbound-mail', outcome ?? null, q ?? null];
      const { secret } = deps.installation;
      const mails = await listInboundMails(deps.db, {
        outcomes: outcome,
        q: q || undefined,
        limit: limit + 1,
        before: cursor ? decodeCursor(secret, scope, cursor) : undefined,
      });
      const items = mails.slice(0, limit);
      const last = mails.length > limit ? items.at(-1)! : null;
      return ok({
        items: items.map(presentInboundMail),
        nextCursor:
          last && encodeCursor(secret, scope, { receivedAt: last.receivedAt, id: last.id }),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/inbound-mail/:id',
    summary: 'What became of a mail, and why',
    access: 'inbound-mail.read',
    params: idParams,
    responses: { 200: inboundMailSchema },
    async handler({ deps, params }) {
      return ok(presentInboundMail(await found(deps, params.id)));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/inbound-mail/:id/preview',
    summary: 'A mail as it can be shown before it is let in',
    access: 'inbound-mail.read',
    params: idParams,
    responses: { 200: mailPreviewSchema },
    async handler({ deps, params, principal }) {
      const mail = await found(deps, params.id);
      const raw = await readFor(deps, principal, mail);
      const preview = await readable(() => previewMail(raw));
      return ok({ ...preview, date: preview.date?.toISOString() ?? null });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/inbound-mail/:id/raw',
    summary: 'The mail as it came',
    access: 'inbound-mail.read',
    params: idParams,
    responses: { 200: { contentType: 'message/rfc822', description: 'The raw mail' } },
    async handler({ deps, params, principal }) {
      const mail = await found(deps, params.id);
      return {
        status: 200,
        contentType: 'message/rfc822',
        body: await readFor(deps, principal, mail),
        headers: { 'Content-Disposition': `attachment; filename="${mail.id}.eml"` },
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/inbound-mail/:id/release',
    summary:
      'Let a quarantined, blocked or ignored mail through: it joins its ticket, or makes one',
    access: 'inbound-mail.write',
    params: idParams,
    body: releaseBody.optional(),
    responses: { 200: inboundMailSchema },
    async handler({ deps, params, principal, body }) {
      // Released, it would stand on a ticket that all can read.
      await readFor(deps, principal, await found(deps, params.id));
      const release = { by: principal.name, ...body };
      return ok(presentInboundMail(await deps.mail.intake().release(params.id, release)));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/inbound-mail/:id/process-again',
    summary:
      'Process a mail as if it had just come; one that is on a ticket is only read anew, into its message',
    access: 'inbound-mail.write',
    params: idParams,
    responses: { 200: inboundMailSchema },
    async handler({ deps, params, principal }) {
      const mail = await found(deps, params.id);
      // It may be let in this time, as when it is released.
      if (!isOnTicket(mail.outcome)) await readFor(deps, principal, mail);
      return ok(presentInboundMail(await deps.mail.intake().processAgain(params.id)));
    },
  }),
];

/** A mail as it came, for whoever may read it: a one-time link is for whom it was mailed to. */
async function readFor(deps: ApiDeps, principal: Principal, mail: InboundMail): Promise<Buffer> {
  const raw = (await readFile(deps.db, mail.fileId))!;
  if (may(principal, 'agents.write')) return raw;
  if (await holdsOneTimeLink(deps.db, { inbound: mail, raw }, deps)) {
    throw new DomainError('not-allowed', mailTexts.onlyForAdmins);
  }
  return raw;
}

/** What cannot be read is refused, not an error of ours. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('mail-not-readable', mailTexts.cannotBeRead(why), [], { cause });
  }
}

async function found(deps: ApiDeps, id: string): Promise<InboundMail> {
  const mail = await findInboundMail(deps.db, id);
  if (!mail) throw new DomainError('not-found', `There is no mail ${id}.`);
  return mail;
}
