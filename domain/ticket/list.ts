/** What a list of tickets can be ordered by. */
export const ticketSorts = ['createdAt', 'updatedAt', 'number', 'priority', 'status'] as const;

export type TicketSort = (typeof ticketSorts)[number];

/** A minus: the greatest first. */
export type TicketOrder = TicketSort | `-${TicketSort}`;

export const ticketOrders: readonly TicketOrder[] = ticketSorts.flatMap((name) => [
  name,
  `-${name}` as const,
]);

export const usualOrder: TicketOrder = '-createdAt';

/** What a list of tickets can show, in the order in which it does. */
export const ticketColumns = [
  'number',
  'title',
  'requester',
  'status',
  'priority',
  'assignee',
  'tags',
  'age',
  'updated',
] as const;

export type TicketColumn = (typeof ticketColumns)[number];

export const usualColumns: readonly TicketColumn[] = ticketColumns.filter(
  (name) => name !== 'tags',
);
