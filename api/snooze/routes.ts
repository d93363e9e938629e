import type { Change } from '../../domain/ticket/command';
import { defineRoute, type AnyCall } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { ok } from '../http/reply';
import { etagOf, presentState } from '../tickets/present';
import { ticketSchema } from '../tickets/schema';
import { submitFor } from '../tickets/submit';
import { snoozeBody } from './schema';

const path = '/api/v1/tickets/:number/snooze';

export const snoozeRoutes = [
  defineRoute({
    method: 'put',
    path,
    summary: 'Put a ticket out of the way until then, or until its customer writes',
    access: 'tickets.write',
    params: ticketNumberParams,
    body: snoozeBody,
    responses: { 200: ticketSchema },
    handler: (call) =>
      answer(call, call.params.number, {
        type: 'snooze',
        until: new Date(call.body.until).toISOString(),
      }),
  }),
  defineRoute({
    method: 'delete',
    path,
    summary: 'Bring a snoozed ticket back at once',
    access: 'tickets.write',
    params: ticketNumberParams,
    responses: { 200: ticketSchema },
    handler: (call) => answer(call, call.params.number, { type: 'wake' }),
  }),
];

async function answer(call: AnyCall, number: number, change: Change) {
  const { ticket } = await submitFor(call, { id: commandIdOf(call), ticket: number, change });
  return ok(await presentState(ticket, call.deps.directory), etagOf(ticket));
}
