import { listRelations } from '../../db/relation-store';
import { linkTickets, unlinkTickets } from '../../tickets/link-tickets';
import { readTicket } from '../../tickets/read-ticket';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { ok } from '../http/reply';
import { ticketNotFound } from '../tickets/not-found';
import { etagOf, presentState } from '../tickets/present';
import { ticketSchema } from '../tickets/schema';
import { pairRequestOf } from '../tickets/submit';
import { linkParams, newLinkBody, relationList } from './schema';

export const linkRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:number/links',
    summary: 'The tickets that have to do with one: linked, merged, split off, follow-ups',
    access: 'tickets.read',
    params: ticketNumberParams,
    responses: { 200: relationList },
    async handler({ params: { number }, deps }) {
      const items = await listRelations(deps.db, number);
      if (items.length === 0 && !(await readTicket(deps.db, number))) throw ticketNotFound(number);
      return ok({ items });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/links',
    summary: 'Link two tickets; a second link between them takes the place of the first',
    access: 'tickets.write',
    params: ticketNumberParams,
    body: newLinkBody,
    responses: { 200: ticketSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const pair = { ticket: params.number, other: body.number, kind: body.kind };
      const ticket = await linkTickets(deps.db, { ...pairRequestOf(call), ...pair });
      return ok(await presentState(ticket, deps.directory), etagOf(ticket));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/tickets/:number/links/:other',
    summary: 'Take the link between two tickets away',
    access: 'tickets.write',
    params: linkParams,
    responses: { 200: ticketSchema },
    async handler(call) {
      const { params, deps } = call;
      const pair = { ticket: params.number, other: params.other };
      const ticket = await unlinkTickets(deps.db, { ...pairRequestOf(call), ...pair });
      return ok(await presentState(ticket, deps.directory), etagOf(ticket));
    },
  }),
];
