import { mergeTickets, unmergeTicket } from '../../tickets/merge-tickets';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { ok } from '../http/reply';
import { etagOf, presentState } from '../tickets/present';
import { ticketSchema } from '../tickets/schema';
import { pairRequestOf } from '../tickets/submit';
import { mergeBody, mergedTickets } from './schema';

export const mergeRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/merge',
    summary: 'Merge a ticket into another, which goes on with both threads',
    access: 'tickets.write',
    params: ticketNumberParams,
    body: mergeBody,
    responses: { 200: mergedTickets },
    async handler(call) {
      const { params, body, deps } = call;
      const { ticket, into } = await mergeTickets(deps.db, {
        ...pairRequestOf(call),
        source: params.number,
        into: body.into,
      });
      const [merged, goingOn] = await Promise.all(
        [ticket, into].map((one) => presentState(one, deps.directory)),
      );
      return ok({ ticket: merged, into: goingOn });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/unmerge',
    summary: 'Bring a merged ticket back as it was; what came in since stays where it came in',
    access: 'tickets.write',
    params: ticketNumberParams,
    responses: { 200: ticketSchema },
    async handler(call) {
      const { params, deps } = call;
      const source = params.number;
      const ticket = await unmergeTicket(deps.db, { ...pairRequestOf(call), source });
      return ok(await presentState(ticket, deps.directory), etagOf(ticket));
    },
  }),
];
