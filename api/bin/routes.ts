import { purgeTicket } from '../../tickets/purge-tickets';
import { usualBinDays } from '../../domain/ticket/removal';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { noContent, ok } from '../http/reply';
import { binSchema } from './schema';

/** What becomes of removed tickets. They are listed with the others, by `removed`. */
export const binRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/bin',
    summary: 'How long the bin and spam are kept',
    access: 'tickets.read',
    responses: { 200: binSchema },
    handler({ deps }) {
      return Promise.resolve(ok({ days: deps.binDays ?? usualBinDays }));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/tickets/:number',
    summary: 'Delete a ticket for good that is in the bin, with its messages and files',
    access: 'tickets.delete',
    params: ticketNumberParams,
    responses: { 204: null },
    async handler({ deps, params }) {
      await purgeTicket(deps.db, params.number);
      return noContent();
    },
  }),
];
