import { createHash, randomBytes } from 'node:crypto';
import { addConversationMessage, updateConversation } from '../../db/conversation-store';
import { findConversationMessage } from '../../db/conversation-view-store';
import type { Database } from '../../db/database';
import { startConversation } from '../../tickets/start-conversation';
import { stableUuid } from '../../tickets/stable-uuid';
import type { DemoChat } from './chats';
import { demoAgents, type DemoAgent } from './story';

/** Plays a conversation as its visitor and the agents would. One that was played stays as it is. */
export async function playChat(
  { db, agentIds }: { db: Database; agentIds: Record<DemoAgent, string> },
  chat: DemoChat,
): Promise<void> {
  const idOf = (index: number): string => stableUuid(`demo/chat/${chat.id}/${index}`);
  if (await findConversationMessage(db, idOf(0))) return;

  const [first, ...others] = chat.messages;
  if (!first || !('visitor' in first)) throw new Error('a demo chat begins with its visitor');
  // Nobody has the token: this conversation is the agents' to look at.
  const tokenHash = createHash('sha256').update(randomBytes(32)).digest();
  const { visitor } = chat;
  const text = first.visitor;
  const conversationId = await startConversation(db, {
    ...visitor,
    tokenHash,
    text,
    messageId: idOf(0),
  });
  for (const [index, message] of others.entries()) {
    const author =
      'by' in message
        ? ({ type: 'agent', id: agentIds[message.by], name: demoAgents[message.by].name } as const)
        : ({ type: 'visitor', id: null, name: visitor.name ?? null } as const);
    const words = 'by' in message ? message.text : message.visitor;
    await addConversationMessage(db, {
      id: idOf(index + 1),
      conversationId,
      author,
      text: words,
    });
  }
  if (chat.closedBy) {
    const assigneeId = agentIds[chat.closedBy];
    const { name } = demoAgents[chat.closedBy];
    const by = { type: 'agent', id: assigneeId, name } as const;
    await updateConversation(db, conversationId, { status: 'closed', assigneeId }, by);
  }
}
