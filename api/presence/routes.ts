import { agentsPresent, endPresence, notePresence } from '../../db/presence-store';
import { readTicket } from '../../tickets/read-ticket';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { agentIdOf } from '../http/own-things';
import { noContent, ok } from '../http/reply';
import { ticketNotFound } from '../tickets/not-found';
import { presenceBody, presenceQuery, presentAgents } from './schema';

const path = '/api/v1/tickets/:number/presence';

export const presenceRoutes = [
  defineRoute({
    method: 'put',
    path,
    summary: 'Say that one looks at a ticket or writes on it, and hear who else does',
    description:
      'Again every 15 seconds: after 40 seconds without a word one is taken for gone. `presence.changed` in the stream says when to look again.',
    access: 'tickets.read',
    params: ticketNumberParams,
    body: presenceBody,
    responses: { 200: presentAgents },
    async handler({ deps: { db }, params: { number }, body, principal }) {
      const agentId = agentIdOf(principal);
      if (!(await readTicket(db, number))) throw ticketNotFound(number);
      await notePresence(db, { ticket: number, agentId, ...body });
      return ok({ items: await agentsPresent(db, number, agentId) });
    },
  }),
  defineRoute({
    method: 'delete',
    path,
    summary: 'Say that one has left the ticket',
    access: 'tickets.read',
    params: ticketNumberParams,
    query: presenceQuery,
    responses: { 204: null },
    async handler({ deps: { db }, params: { number }, query: { page }, principal }) {
      await endPresence(db, { ticket: number, page, agentId: agentIdOf(principal) });
      return noContent();
    },
  }),
];
