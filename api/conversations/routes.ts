import { randomUUID } from 'node:crypto';
import {
  addConversationMessage,
  markConversationRead,
  updateConversation,
} from '../../db/conversation-store';
import {
  findConversation,
  findConversationMessage,
  listConversationMessages,
  listConversations,
} from '../../db/conversation-view-store';
import { cleanText } from '../../mail/clean-text';
import { conversationNotFound, escalateConversation } from '../../tickets/escalate-conversation';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { actorOf } from '../http/principal';
import { created, noContent, ok } from '../http/reply';
import { checkAssignee } from '../tickets/people';
import { presentState } from '../tickets/present';
import { ticketSchema } from '../tickets/schema';
import {
  conversationChangeBody,
  conversationListQuery,
  conversationMessageSchema,
  conversationPage,
  conversationSchema,
  conversationWithMessages,
  escalationBody,
  newConversationMessageBody,
  readBody,
} from './schema';

const one = '/api/v1/conversations/:id';

export const conversationRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/conversations',
    summary: 'Conversations with visitors, the one written in last first',
    access: 'conversations.read',
    query: conversationListQuery,
    responses: { 200: conversationPage },
    async handler({ query, deps, principal }) {
      const { cursor, limit = defaultLimit, status, assignee, person } = query;
      const filter = { status, assignee: assignee === 'me' ? principal.id : assignee, person };
      const scope = ['conversations', filter];
      const { secret } = deps.installation;
      const after = cursor
        ? decodeCursor<{ updatedAt: string; id: string }>(secret, scope, cursor)
        : undefined;
      const found = await listConversations(deps.db, filter, { limit: limit + 1, after });
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return ok({
        items,
        nextCursor: last
          ? encodeCursor(secret, scope, { updatedAt: last.updatedAt, id: last.id })
          : null,
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One conversation with its messages, oldest first',
    access: 'conversations.read',
    params: idParams,
    responses: { 200: conversationWithMessages },
    async handler({ params: { id }, deps }) {
      const [conversation, messages] = await Promise.all([
        findConversation(deps.db, id),
        listConversationMessages(deps.db, id),
      ]);
      if (!conversation) throw conversationNotFound();
      return ok({ ...conversation, messages });
    },
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Close or reopen a conversation, or assign it',
    access: 'conversations.write',
    params: idParams,
    body: conversationChangeBody,
    responses: { 200: conversationSchema },
    async handler({ params: { id }, body, deps, principal }) {
      await checkAssignee(deps, body.assigneeId);
      const by = actorOf(principal);
      if (!(await updateConversation(deps.db, id, body, by))) throw conversationNotFound();
      return ok(await findConversation(deps.db, id));
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/messages`,
    summary: 'Answer the visitor; a closed conversation opens again',
    access: 'conversations.write',
    params: idParams,
    body: newConversationMessageBody,
    responses: { 201: conversationMessageSchema },
    async handler(call) {
      const { params, body, deps, principal } = call;
      const id = randomUUID();
      const { name } = actorOf(principal);
      return once(call, async (transaction) => {
        const known = await addConversationMessage(
          deps.db,
          {
            id,
            conversationId: params.id,
            author: { type: 'agent', id: principal.id, name },
            text: cleanText(body.text).trim(),
          },
          transaction,
        );
        if (!known) throw conversationNotFound();
        return created(await findConversationMessage(deps.db, id, transaction));
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/read`,
    summary: 'Say that the messages up to one were seen',
    access: 'conversations.write',
    params: idParams,
    body: readBody,
    responses: { 204: null },
    async handler({ params: { id }, body, deps }) {
      await markConversationRead(deps.db, id, body.seq);
      return noContent();
    },
  }),
  defineRoute({
    method: 'post',
    path: `${one}/escalate`,
    summary: 'Make a ticket of a conversation; asked again, it answers the ticket there is',
    access: 'conversations.write',
    params: idParams,
    body: escalationBody,
    responses: { 200: ticketSchema, 201: ticketSchema },
    async handler({ params: { id: conversationId }, body, deps, principal }) {
      await checkAssignee(deps, body.assigneeId);
      const { id, name, email } = principal;
      const { ticket, repeated } = await escalateConversation(deps.db, {
        conversationId,
        ...body,
        agent: { id, name, email },
      });
      const shown = await presentState(ticket, deps.directory);
      return repeated ? ok(shown) : created(shown);
    },
  }),
];
