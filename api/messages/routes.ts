import type { z } from 'zod';
import type { ChangesAlong } from '../../domain/ticket/command';
import { readMessage } from '../../tickets/read-thread';
import { readTicket } from '../../tickets/read-ticket';
import { stableUuid } from '../../tickets/stable-uuid';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { ticketNotFound } from '../tickets/not-found';
import { checkAssignee, checkTeam } from '../tickets/people';
import { etagOf } from '../tickets/present';
import { expectedVersion, ifMatchHeader, submitFor } from '../tickets/submit';
import { messageContent } from './content';
import { readMessagePage } from './page';
import { presentNewMessage } from './present';
import { messagePage, messageSchema, messagesQuery, newMessageBody } from './schema';

export const messageRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:number/messages',
    summary: 'The thread, oldest first',
    access: 'tickets.read',
    params: ticketNumberParams,
    query: messagesQuery,
    responses: { 200: messagePage },
    async handler({ params: { number }, query, deps }) {
      const page = await readMessagePage(deps, number, query);
      if (page.items.length === 0 && !(await readTicket(deps.db, number))) {
        throw ticketNotFound(number);
      }
      return ok(page);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/messages',
    summary: 'Reply to the requester, or add an internal note',
    access: 'tickets.write',
    params: ticketNumberParams,
    headers: ifMatchHeader,
    body: newMessageBody,
    responses: { 201: messageSchema },
    async handler(call) {
      const { params, body, deps, principal } = call;
      const id = commandIdOf(call);
      const messageId = stableUuid(`message/${id}`);
      const along = await changesWith(deps, body);
      const asked = { ticket: params.number, messageId, body, principal };
      const { ticket } = await submitFor(
        call,
        {
          id,
          ticket: params.number,
          change:
            body.kind === 'note'
              ? { type: 'add-note', messageId, ...along }
              : {
                  type: 'add-reply',
                  messageId,
                  ...along,
                  ...(body.setStatus ? { setStatus: body.setStatus } : {}),
                },
          ...expectedVersion(call),
          ...(body.lastSeenSeq === undefined ? {} : { lastSeenSeq: body.lastSeenSeq }),
        },
        await messageContent(deps, asked),
      );
      const message = await readMessage(deps.db, messageId);
      return created(presentNewMessage(message!), etagOf(ticket));
    },
  }),
];

async function changesWith(
  deps: ApiDeps,
  { changes }: z.output<typeof newMessageBody>,
): Promise<{ along?: ChangesAlong }> {
  if (!changes) return {};
  await checkAssignee(deps, changes.assigneeId, 'changes.assigneeId');
  await checkTeam(deps, changes.teamId, 'changes.teamId');
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { along: Object.fromEntries(given) };
}
