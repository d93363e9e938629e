/** What a message of a ticket is: the first words, an answer, a note, a customer's reply and so on. */
export const messageKinds = [
  'description',
  'reply',
  'note',
  'customer',
  'system',
  'forward',
] as const;

export type MessageKind = (typeof messageKinds)[number];
