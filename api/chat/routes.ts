import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { addConversationMessage } from '../../db/conversation-store';
import { findConversation, listConversationMessages } from '../../db/conversation-view-store';
import { mostChatMessages } from '../../domain/conversation/conversation';
import { DomainError } from '../../domain/domain-error';
import { cleanText } from '../../mail/clean-text';
import { stableUuid } from '../../tickets/stable-uuid';
import { startConversation } from '../../tickets/start-conversation';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { created, noContent, ok } from '../http/reply';
import { refuseOtherSites } from '../http/same-site';
import { hashToken, newToken } from '../sign-in/tokens';
import { presentChat } from './present';
import { idempotencyKeyHeader, chatMessageBody, chatSchema, chatStartBody } from './schema';
import { serveChatStream } from './serve-stream';
import { conversationOf, ownConversation, visitorCookie } from './visitor';

const maxBytes = 64 * 1024;

/** The visitor's side of a conversation. The cookie that starting sets is all that opens it. */
export const chatRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/chat/conversation',
    summary: 'As a visitor: start a conversation; the answer sets the cookie that opens it',
    access: 'public',
    body: chatStartBody,
    maxBytes,
    responses: { 201: chatSchema },
    async handler({ body, req, deps }) {
      refuseOtherSites(req, deps);
      const token = newToken();
      const text = cleanText(body.text).trim();
      const id = await startConversation(deps.db, { ...body, text, tokenHash: hashToken(token) });
      return created(await shown(deps, id), { 'Set-Cookie': visitorCookie(deps, token) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/chat/conversation',
    summary: 'As a visitor: the conversation of this browser',
    access: 'public',
    responses: { 200: chatSchema },
    async handler({ req, deps }) {
      const own = await conversationOf(deps, req);
      return ok(own ? await shown(deps, own.id) : { conversation: null });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/chat/conversation',
    summary: 'As a visitor: forget the conversation in this browser',
    access: 'public',
    responses: { 204: null },
    async handler({ req, deps }) {
      refuseOtherSites(req, deps);
      return { ...noContent(), headers: { 'Set-Cookie': visitorCookie(deps, '') } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/chat/conversation/messages',
    summary: 'As a visitor: write a message',
    access: 'public',
    headers: idempotencyKeyHeader,
    body: chatMessageBody,
    maxBytes,
    responses: { 201: chatSchema },
    async handler({ body, req, deps }) {
      refuseOtherSites(req, deps);
      const { id, lastSeq } = await ownConversation(deps, req);
      if (lastSeq >= mostChatMessages) {
        const sentence = 'This conversation is too long; start a new one.';
        throw new DomainError('conversation-too-long', sentence);
      }
      const { visitor } = (await findConversation(deps.db, id))!;
      await addConversationMessage(deps.db, {
        id: messageIdOf(id, req),
        conversationId: id,
        author: { type: 'visitor', id: null, name: visitor.name },
        text: cleanText(body.text).trim(),
      });
      return created(await shown(deps, id));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/chat/stream',
    summary: 'As a visitor: hear when the own conversation changes, as server-sent events',
    access: 'public',
    responses: {
      200: { contentType: 'text/event-stream', description: '`ready`, then `changed` each time' },
    },
    answersItself: true,
    async handler({ req, res, deps }) {
      const { id } = await ownConversation(deps, req);
      serveChatStream(res, deps, id);
    },
  }),
];

async function shown(deps: ApiDeps, id: string): Promise<object> {
  const [conversation, messages] = await Promise.all([
    findConversation(deps.db, id),
    listConversationMessages(deps.db, id),
  ]);
  return presentChat(conversation!, messages);
}

/** The same key is the same message, so that sending again after a lost answer is harmless. */
function messageIdOf(conversationId: string, req: Request): string {
  const key = req.get('idempotency-key');
  return key ? stableUuid(`chat/${conversationId}/${key}`) : randomUUID();
}
