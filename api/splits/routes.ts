import { splitTicket } from '../../tickets/split-ticket';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { created } from '../http/reply';
import { etagOf, presentState } from '../tickets/present';
import { ticketSchema } from '../tickets/schema';
import { pairRequestOf } from '../tickets/submit';
import { splitBody } from './schema';

export const splitRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/split',
    summary: 'Move messages of a ticket to a new one, linked with it',
    access: 'tickets.write',
    params: ticketNumberParams,
    body: splitBody,
    responses: { 201: ticketSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const ticket = await splitTicket(deps.db, {
        ...pairRequestOf(call),
        ...body,
        source: params.number,
      });
      const location = `/api/v1/tickets/${ticket.number}`;
      const shown = await presentState(ticket, deps.directory);
      return created(shown, { ...etagOf(ticket), Location: location });
    },
  }),
];
