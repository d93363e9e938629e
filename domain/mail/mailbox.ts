/** How a mailbox asks for answers: at its own address, or at a signed one that names the ticket. */
export const replyAddresses = ['none', 'plus', 'reply'] as const;

export type ReplyAddress = (typeof replyAddresses)[number];

/** What a customer's reply to a resolved or closed ticket becomes. */
export const oldTicketReplies = ['reopen', 'follow_up'] as const;

export type OldTicketReply = (typeof oldTicketReplies)[number];
