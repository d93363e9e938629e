import { z } from 'zod';
import type { FieldChanges } from '../../domain/ticket/command';
import { patchFields } from '../../domain/custom-field/value';
import { defaultPriority } from '../../domain/ticket/priority';
import { linkTicket } from '../../tickets/escalate-conversation';
import { listTickets } from '../../tickets/list-tickets';
import { readTicket } from '../../tickets/read-ticket';
import { stableUuid } from '../../tickets/stable-uuid';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, ticketNumberParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { authorOf } from '../http/principal';
import { created, ok } from '../http/reply';
import { blockRequester } from '../blocked-senders/block-requester';
import { changeMany } from './bulk';
import { writeCsv } from './csv';
import { listFilter, sortOf } from './list-filter';
import { readEventPage } from './event-page';
import { checkCustomFields } from './custom-fields';
import {
  checkAssignee,
  checkTeam,
  checkConversation,
  checkFollowUp,
  resolveRequester,
} from './people';
import { readIncluded } from './included';
import { ticketNotFound } from './not-found';
import { etagOf, presentState, presentTicket } from './present';
import {
  bulkBody,
  bulkResults,
  eventPage,
  eventsQuery,
  newTicketBody,
  ticketChangeBody,
  ticketExportQuery,
  ticketListQuery,
  ticketPage,
  ticketQuery,
  ticketSchema,
  ticketWithIncluded,
} from './schema';
import { expectedVersion, ifMatchHeader, submitFor } from './submit';

export const ticketRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets',
    summary: 'Open a ticket',
    access: 'tickets.write',
    body: newTicketBody,
    responses: { 201: ticketSchema },
    async handler(call) {
      const { body, deps, principal } = call;
      await checkAssignee(deps, body.assigneeId);
      await checkTeam(deps, body.teamId);
      // Who makes a ticket of a conversation is in the middle of it: nothing more is asked.
      const demandRequired = body.conversationId === undefined;
      await checkCustomFields(deps, body.customFields, { demandRequired });
      await checkConversation(deps, body.conversationId);
      await checkFollowUp(deps, body.followUpOf);
      const requester = await resolveRequester(deps, body.requester);
      const id = commandIdOf(call);
      const messageId = stableUuid(`description/${id}`);
      const description = body.description ?? '';
      const { ticket } = await submitFor(
        call,
        {
          id,
          ticket: null,
          change: {
            type: 'create',
            messageId,
            ticket: {
              title: body.title,
              description,
              priority: body.priority ?? defaultPriority,
              requester,
              assigneeId: body.assigneeId ?? null,
              teamId: body.teamId ?? null,
              customFields: patchFields({}, body.customFields ?? {}),
              tags: body.tags ?? [],
              source: principal.kind === 'session' ? 'ui' : 'api',
              followUpOf: body.followUpOf ?? null,
            },
          },
        },
        {
          message: description
            ? {
                id: messageId,
                kind: 'description',
                direction: 'internal',
                author: authorOf(principal),
                text: description,
                html: null,
              }
            : undefined,
          ...(body.conversationId && {
            also: (ticket, transaction) =>
              linkTicket(
                deps.db,
                { conversationId: body.conversationId!, ticket: ticket.number },
                transaction,
              ),
          }),
        },
      );
      const location = `/api/v1/tickets/${ticket.number}`;
      const shown = await presentState(ticket, deps.directory);
      return created(shown, { ...etagOf(ticket), Location: location });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets',
    summary: 'Tickets by filter, a page at a time',
    access: 'tickets.read',
    query: ticketListQuery,
    responses: { 200: ticketPage },
    async handler({ query, deps, principal }) {
      const { cursor, limit = defaultLimit, ...view } = query;
      const filter = await listFilter(deps.db, view, principal);
      // The words as asked: what they mean may grow while somebody turns pages.
      const scope = ['tickets', { ...filter, found: view.q }, view.sort];
      const { secret } = deps.installation;
      const { views, next } = await listTickets(deps.db, filter, {
        ...(await sortOf(deps.db, view.sort)),
        limit,
        ...(cursor ? { after: decodeCursor(secret, scope, cursor) } : {}),
      });
      return ok({
        items: views.map(presentTicket),
        nextCursor: next && encodeCursor(secret, scope, next),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets.csv',
    summary: 'All tickets by filter as CSV, without their messages and notes',
    access: 'tickets.read',
    query: ticketExportQuery,
    responses: { 200: { contentType: 'text/csv', description: 'A line a ticket.' } },
    answersItself: true,
    async handler({ query, res, deps, principal }) {
      const filter = await listFilter(deps.db, query, principal);
      await writeCsv(deps.db, filter, await sortOf(deps.db, query.sort), res);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/bulk',
    summary: 'The same change to many tickets; each is its own transaction',
    access: 'tickets.write',
    body: bulkBody,
    responses: { 200: bulkResults },
    async handler(call) {
      const { numbers, change, onlyIf } = call.body;
      const { addTags, removeTags, ...asked } = change;
      const fields = await fieldsOf(call.deps, asked, 'change.');
      const bulk = { fields, addTags, removeTags, onlyIf };
      return ok({ results: await changeMany(call, numbers, bulk) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:number',
    summary: 'One ticket, if asked for with what its page shows',
    access: 'tickets.read',
    params: ticketNumberParams,
    query: ticketQuery,
    headers: z.object({ 'If-None-Match': z.string().optional() }),
    responses: { 200: ticketWithIncluded, 304: null },
    async handler({ params, query, req, deps }) {
      const [view, included] = await Promise.all([
        readTicket(deps.db, params.number),
        readIncluded(deps, params.number, query.include ?? []),
      ]);
      if (!view) throw ticketNotFound(params.number);
      // What is included changes without the ticket's version: how a mail fares, how a run goes on.
      if (query.include) return ok({ ...presentTicket(view), ...included });
      const etag = etagOf(view.ticket);
      const known = (req.get('if-none-match') ?? '').split(/, */);
      if (known.some((one) => one.replace(/^W\//, '') === etag.ETag)) {
        return { status: 304, headers: etag };
      }
      return ok(presentTicket(view), etag);
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/tickets/:number',
    summary: 'Change fields of a ticket',
    access: 'tickets.write',
    params: ticketNumberParams,
    headers: ifMatchHeader,
    body: ticketChangeBody,
    responses: { 200: ticketSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const { blockSender, ...changes } = body;
      const { ticket } = await submitFor(
        call,
        {
          id: commandIdOf(call),
          ticket: params.number,
          change: { type: 'update', fields: await fieldsOf(deps, changes) },
          ...expectedVersion(call),
        },
        blockSender === undefined
          ? {}
          : { also: await blockRequester(call, params.number, blockSender) },
      );
      return ok(await presentState(ticket, deps.directory), etagOf(ticket));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:number/events',
    summary: 'Everything that happened to a ticket, oldest first',
    access: 'tickets.read',
    params: ticketNumberParams,
    query: eventsQuery,
    responses: { 200: eventPage },
    async handler({ params: { number }, query, deps }) {
      const page = await readEventPage(deps, number, query);
      if (page.items.length === 0 && !(await readTicket(deps.db, number))) {
        throw ticketNotFound(number);
      }
      return ok(page);
    },
  }),
];

async function fieldsOf(
  deps: ApiDeps,
  body: z.output<typeof ticketChangeBody>,
  under = '',
): Promise<FieldChanges> {
  const { requester, ...fields } = body;
  await checkAssignee(deps, fields.assigneeId, `${under}assigneeId`);
  await checkTeam(deps, fields.teamId, `${under}teamId`);
  await checkCustomFields(deps, fields.customFields, { under });
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as FieldChanges),
    ...(requester ? { requester: await resolveRequester(deps, requester, under) } : {}),
  };
}
