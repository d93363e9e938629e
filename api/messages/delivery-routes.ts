import { eventsAfter } from '../../db/ticket-store';
import { DomainError } from '../../domain/domain-error';
import type { Change } from '../../domain/ticket/command';
import type { Status } from '../../domain/ticket/status';
import { readMessage, type ThreadMessage } from '../../tickets/read-thread';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { ok } from '../http/reply';
import { etagOf } from '../tickets/present';
import { submitFor } from '../tickets/submit';
import { presentMessage } from './present';
import { messageSchema } from './schema';

export const messageDeliveryRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/messages/:id/withdraw',
    summary: 'Take back a reply that is still held, with the status that it set',
    access: 'tickets.write',
    params: idParams,
    responses: { 200: messageSchema },
    async handler(call) {
      const { deps, params } = call;
      const { ticket: ticketNumber } = await mailedMessage(deps, params.id);
      const setStatus = await statusSetWith(deps, ticketNumber, params.id);
      const { ticket } = await submitFor(call, {
        id: commandIdOf(call),
        ticket: ticketNumber,
        change: {
          type: 'withdraw-reply',
          messageId: params.id,
          ...(setStatus ? { setStatus } : {}),
        },
      });
      return ok(presentMessage((await readMessage(deps.db, params.id))!), etagOf(ticket));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/messages/:id/retry-delivery',
    summary:
      'Send a reply or forward that could not be sent, or came back, once more to those who have it not, under the same Message-ID',
    access: 'tickets.write',
    params: idParams,
    responses: { 200: messageSchema },
    async handler(call) {
      const { deps, params } = call;
      const { ticket: number, kind } = await mailedMessage(deps, params.id);
      const { ticket } = await submitFor(call, {
        id: commandIdOf(call),
        ticket: number,
        change: {
          type: 'retry-reply',
          messageId: params.id,
          ...(kind === 'forward' ? { of: kind } : {}),
        },
      });
      return ok(presentMessage((await readMessage(deps.db, params.id))!), etagOf(ticket));
    },
  }),
];

async function mailedMessage({ db }: ApiDeps, messageId: string): Promise<ThreadMessage> {
  const message = await readMessage(db, messageId);
  if (!message) throw new DomainError('not-found', `There is no message ${messageId}.`);
  return message;
}

/** What the reply's own command did to the status, so that it can be taken back as well. */
async function statusSetWith(
  { db }: ApiDeps,
  ticket: number,
  messageId: string,
): Promise<Extract<Change, { type: 'withdraw-reply' }>['setStatus']> {
  const events = await eventsAfter(db, ticket, 0);
  const reply = events.find(
    (event) => event.type === 'message.reply_added' && event.messageId === messageId,
  );
  const status = events.find(
    ({ changes, cause }) => changes.status && cause.commandId === reply?.cause.commandId,
  );
  if (!reply || !status) return undefined;
  return { seq: status.seq, from: status.changes.status!.from as Status };
}
