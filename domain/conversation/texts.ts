/** The sentences that conversations bring to people. */
export const conversationTexts = {
  visitor: 'Visitor',
  desk: 'Ticketloom',
  escalated: (ticket: number) =>
    `We opened ticket #${ticket} for you. We go on with it from there; you can still write here.`,
  transcriptIntro: (name: string) => `Transcript of a conversation with ${name}`,
  messagesLeftOut: (count: number) => `(${count} earlier messages are in the conversation.)`,
} as const;
