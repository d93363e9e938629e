import { randomUUID } from 'node:crypto';
import { listCustomerMessages, type CustomerMessage } from '../../db/customer-view-store';
import { ticketGoingOn } from '../../db/merge-store';
import { wasSurveyed } from '../../db/survey-store';
import { findTicket } from '../../db/ticket-store';
import { findThreadPeople, type ThreadPeople } from '../../db/mail-thread-store';
import { firstName } from '../../domain/conversation/conversation';
import { DomainError } from '../../domain/domain-error';
import { comparable } from '../../domain/mail/address';
import { splitQuoted } from '../../domain/mail/quoted-text';
import { customerToken, isTokenOf, ticketNamedBy } from '../../domain/ticket/customer-link';
import { cleanText } from '../../mail/clean-text';
import { tagKey } from '../../mail/tag-key';
import { rateTicket } from '../../tickets/rate-ticket';
import { receiveCustomerAnswer } from '../../tickets/receive-customer-answer';
import { idempotencyKeyHeader } from '../chat/schema';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { created, ok } from '../http/reply';
import {
  customerAnswerBody,
  customerAnswerTaken,
  customerRatingBody,
  customerRatingSchema,
  customerTicketSchema,
  tokenParams,
} from './schema';

/** A customer's own ticket: the link is all they need, and shows nothing that is internal. */
export const customerTicketRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/customer-tickets/:token',
    summary: 'As a customer: the own ticket, by the link in our mails',
    access: 'public',
    params: tokenParams,
    responses: { 200: customerTicketSchema },
    async handler({ params, deps }) {
      const { ticket: number, title, status, mergedInto } = await threadOf(deps, params.token);
      const [messages, asksForRating, rating] = await Promise.all([
        listCustomerMessages(deps.db, number),
        wasSurveyed(deps.db, number),
        ratingOf(deps, number),
      ]);
      return ok({
        number,
        title,
        status,
        goesOnElsewhere: mergedInto !== null,
        asksForRating,
        rating,
        messages: messages.map(presentMessage),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/customer-tickets/:token/messages',
    summary: 'As a customer: answer on the own ticket, as if by mail',
    access: 'public',
    params: tokenParams,
    headers: idempotencyKeyHeader,
    body: customerAnswerBody,
    maxBytes: 128 * 1024,
    responses: { 201: customerAnswerTaken },
    async handler({ params, body, req, deps }) {
      const thread = await threadOf(deps, params.token);
      assertGoesOnHere(thread);
      const key = req.get('idempotency-key') ?? randomUUID();
      const number = await receiveCustomerAnswer(deps.db, {
        id: `${thread.ticket}/${key.slice(0, 200)}`,
        thread,
        text: cleanText(body.text).trim(),
      });
      if (number === thread.ticket) return created({ followUp: null });
      const page = { ticket: number, address: thread.requester.email };
      const token = customerToken(page, Date.now(), tagKey(deps.installation));
      return created({ followUp: { number, token } });
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/customer-tickets/:token/rating',
    summary: 'As a customer: say how satisfied they are, when they were asked',
    access: 'public',
    params: tokenParams,
    body: customerRatingBody,
    maxBytes: 16 * 1024,
    responses: { 200: customerRatingSchema },
    async handler({ params, body, deps }) {
      const thread = await threadOf(deps, params.token);
      assertGoesOnHere(thread);
      if (!(await wasSurveyed(deps.db, thread.ticket))) {
        throw new DomainError('not-asked', 'Nobody asked for a rating of this request.');
      }
      const comment = cleanText(body.comment ?? '').trim() || null;
      return ok(await rateTicket(deps.db, { thread, score: body.score, comment }));
    },
  }),
];

function assertGoesOnHere({ mergedInto }: ThreadPeople): void {
  if (mergedInto === null) return;
  throw new DomainError(
    'ticket-merged',
    'This conversation goes on by e-mail; please answer the newest e-mail from us.',
  );
}

async function ratingOf({ db }: ApiDeps, number: number): Promise<object | null> {
  const { rating, ratingComment } = (await findTicket(db, number))!;
  return rating ? { score: rating, comment: ratingComment ?? null } : null;
}

/**
 * The ticket of a genuine token, or the one that goes on with it when that is the same customer’s.
 * Whatever is wrong, the answer is the same.
 */
async function threadOf(deps: ApiDeps, token: string): Promise<ThreadPeople> {
  const number = ticketNamedBy(token);
  const thread = number === null ? null : await findThreadPeople(deps.db, number);
  const page = { ticket: number ?? 0, address: thread?.requester.email ?? '' };
  const genuine = isTokenOf(page, token, Date.now(), tagKey(deps.installation));
  if (thread && thread.requester.email && genuine) {
    const goingOn = await ownThreadGoingOn(deps, thread);
    if (goingOn.removed === null) return goingOn;
  }
  throw new DomainError('link-not-found', 'This link does not work, or not any more.');
}

/** Another customer's ticket is never shown, whoever merged what. */
async function ownThreadGoingOn({ db }: ApiDeps, thread: ThreadPeople): Promise<ThreadPeople> {
  if (thread.mergedInto === null) return thread;
  const goingOn = await findThreadPeople(db, await ticketGoingOn(db, thread.ticket));
  const same =
    goingOn && comparable(goingOn.requester.email) === comparable(thread.requester.email);
  return same ? goingOn : thread;
}

function presentMessage({ id, from, name, text, createdAt }: CustomerMessage): object {
  const own = splitQuoted(text).own.trim();
  return { id, from, name: from === 'team' ? firstName(name) : name, text: own || text, createdAt };
}
