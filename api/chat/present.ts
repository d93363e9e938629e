import type { ConversationView } from '../../db/conversation-view-store';
import { firstName, type ConversationMessage } from '../../domain/conversation/conversation';

/** A conversation as its visitor sees it: field by field, so that nothing new slips out. */
export function presentChat(
  { status, visitor, ticketNumber }: ConversationView,
  messages: readonly ConversationMessage[],
): object {
  return {
    conversation: {
      status,
      name: visitor.name,
      email: visitor.email,
      ticketNumber,
      messages: messages.map(({ id, author, text, createdAt }) => ({
        id,
        from: author.type === 'visitor' ? 'you' : author.type,
        name: author.type === 'agent' && author.name ? firstName(author.name) : null,
        text,
        createdAt,
      })),
    },
  };
}
