/** What of a ticket an agent can be told, the weightiest first: of one deed an agent is told the first that fits. */
export const ticketNotificationKinds = [
  'mentioned',
  'assigned',
  'customer-replied',
  'rated',
  'reply-failed',
  'snooze-over',
  'team-assigned',
  'watched',
] as const;

export type TicketNotificationKind = (typeof ticketNotificationKinds)[number];

/** What an agent can be told of. */
export const notificationKinds = ['approval-asked', 'flow', ...ticketNotificationKinds] as const;

export type NotificationKind = (typeof notificationKinds)[number];

/** By which ways an agent wants to hear of a kind. */
export interface NotificationWish {
  mail: boolean;
  inApp: boolean;
}

export type NotificationWishes = Record<NotificationKind, NotificationWish>;

/** For who never said anything else. */
export const usualWishes: NotificationWishes = {
  'approval-asked': { mail: true, inApp: true },
  // By those ways only that the Flow chose.
  flow: { mail: true, inApp: true },
  mentioned: { mail: true, inApp: true },
  assigned: { mail: true, inApp: true },
  'customer-replied': { mail: false, inApp: true },
  rated: { mail: false, inApp: true },
  'reply-failed': { mail: true, inApp: true },
  'snooze-over': { mail: false, inApp: true },
  'team-assigned': { mail: false, inApp: true },
  watched: { mail: false, inApp: true },
};
