import type { Message, TicketEvent } from '../../../api/types';

export type ThreadItem =
  | { kind: 'message'; at: string; message: Message }
  | { kind: 'event'; at: string; event: TicketEvent };

/**
 * Messages and events as one story in the order of time. Events that only say that a message is
 * there, which the message itself shows, are left out; so are edits of the description.
 */
export function threadOf(messages: Message[], events: TicketEvent[]): ThreadItem[] {
  const items: ThreadItem[] = [
    ...messages.map((message) => ({ kind: 'message' as const, at: message.createdAt, message })),
    ...events
      .filter((event) => event.type.startsWith('ticket.') && event.type !== 'ticket.created')
      .map((event) => ({ kind: 'event' as const, at: event.at, event })),
  ];
  // Sorting is stable: at one moment the message comes before what it led to.
  return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
