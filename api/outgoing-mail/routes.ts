import type { z } from 'zod';
import { listSentMails, type SentMail } from '../../db/sent-mail-store';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit } from '../http/fields';
import { ok } from '../http/reply';
import { sentMailPage, sentMailQuery, type sentMailSchema } from './schema';

/** What went out: replies, and what machines wrote. Texts stay with their tickets. */
export const outgoingMailRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/outgoing-mail',
    summary: 'What went out and how it fares, newest first',
    access: 'outgoing-mail.read',
    query: sentMailQuery,
    responses: { 200: sentMailPage },
    async handler({ deps, query }) {
      const { limit = defaultLimit, cursor, state, q } = query;
      const scope = ['outgoing-mail', state ?? null, q ?? null];
      const { secret } = deps.installation;
      const mails = await listSentMails(deps.db, {
        states: state,
        q: q || undefined,
        limit: limit + 1,
        before: cursor ? decodeCursor(secret, scope, cursor) : undefined,
      });
      const items = mails.slice(0, limit);
      const last = mails.length > limit ? items.at(-1)! : null;
      return ok({
        items: items.map(present),
        nextCursor: last && encodeCursor(secret, scope, { createdAt: last.createdAt, id: last.id }),
      });
    },
  }),
];

function present({ sender, ticket, ...mail }: SentMail): z.output<typeof sentMailSchema> {
  return {
    ...mail,
    from: sender,
    ...(ticket === null ? {} : { ticketNumber: ticket }),
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
  };
}
