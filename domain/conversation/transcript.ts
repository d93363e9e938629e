import { descriptionMaxLength } from '../ticket/ticket';
import type { ConversationMessage } from './conversation';
import { conversationTexts } from './texts';

/**
 * A conversation as text for people: a line with time (UTC) and name above each message. When it
 * is longer than a description may be, the newest messages are kept.
 */
export function transcriptOf(visitor: string, messages: readonly ConversationMessage[]): string {
  const intro = conversationTexts.transcriptIntro(visitor);
  let room = descriptionMaxLength - intro.length - 100;
  const kept: string[] = [];
  for (const message of messages.toReversed()) {
    const entry = entryOf(visitor, message);
    room -= entry.length + 2;
    if (room < 0) break;
    kept.unshift(entry);
  }
  const left = messages.length - kept.length;
  const gap = left > 0 ? [conversationTexts.messagesLeftOut(left)] : [];
  return [intro, ...gap, ...kept].join('\n\n');
}

function entryOf(visitor: string, { author, text, createdAt }: ConversationMessage): string {
  const [date, time] = createdAt.split('T');
  const name = author.type === 'visitor' ? visitor : (author.name ?? conversationTexts.desk);
  return `${date} ${time!.slice(0, 5)} UTC, ${name}:\n${text}`;
}
