/** A live chat between a visitor and the agents. These are the wire values. */
export const conversationStatuses = ['open', 'closed'] as const;

export type ConversationStatus = (typeof conversationStatuses)[number];

/** What a conversation is held over. */
export const conversationChannels = ['chat'] as const;

export type ConversationChannel = (typeof conversationChannels)[number];

export interface ConversationMessage {
  id: string;
  /** Place in its conversation, from 1, without gaps. */
  seq: number;
  author: { type: 'visitor' | 'agent' | 'system'; id: string | null; name: string | null };
  /** Plain text; it is never HTML. */
  text: string;
  createdAt: string;
}

export const chatTextMaxLength = 5_000;

/** What a visitor writes more than this is no conversation any more. */
export const mostChatMessages = 1_000;

/** Agents are shown to visitors by their first name only. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
