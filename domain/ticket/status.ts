/** In the order in which a ticket usually lives through them. These are the wire values. */
export const statuses = ['open', 'in_progress', 'waiting', 'resolved', 'closed'] as const;

export type Status = (typeof statuses)[number];

/** What each status means, and where a ticket may go from it. */
export const statusTable = {
  open: {
    meaning: 'needs an agent’s first or next look',
    next: ['in_progress', 'waiting', 'resolved', 'closed'],
    customerReplyReopens: false,
  },
  in_progress: {
    meaning: 'an agent is working on it',
    next: ['open', 'waiting', 'resolved', 'closed'],
    customerReplyReopens: false,
  },
  waiting: {
    meaning: 'waits for the customer’s reply',
    next: ['open', 'in_progress', 'resolved', 'closed'],
    customerReplyReopens: true,
  },
  resolved: {
    meaning: 'answered; a reply from the customer opens it again',
    next: ['open', 'in_progress', 'waiting', 'closed'],
    customerReplyReopens: true,
  },
  closed: {
    meaning: 'archived; read-only until it is reopened',
    next: ['open'],
    customerReplyReopens: false,
  },
} as const satisfies Record<
  Status,
  { meaning: string; next: readonly Status[]; customerReplyReopens: boolean }
>;

/** The statuses a list shows when nobody asked for others. */
export const activeStatuses = ['open', 'in_progress', 'waiting'] as const satisfies Status[];

/** True when a ticket may go from one status to another; staying is always allowed. */
export function canMove(from: Status, to: Status): boolean {
  return from === to || (statusTable[from].next as readonly Status[]).includes(to);
}
