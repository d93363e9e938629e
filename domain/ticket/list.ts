/** What a list of tickets can be ordered by. */
export const ticketSorts = ['createdAt', 'updatedAt', 'number', 'priority', 'status'] as const;

export type TicketSort = (typeof ticketSorts)[number];

/** A custom field as a column, a filter or an order: `field.<slug>`. */
export type FieldName = `field.${string}`;

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

export type ListColumn = TicketColumn | FieldName;

export type ListOrder = TicketOrder | FieldName | `-${FieldName}`;

const fieldName = /^field\.[a-z0-9-]+$/;

/** True for `field.<slug>`. */
export function isFieldName(name: string): name is FieldName {
  return fieldName.test(name);
}

/** True for what a list can be ordered by, `field.<slug>` and `-field.<slug>` included. */
export function isOrder(text: string): text is ListOrder {
  return (ticketOrders as readonly string[]).includes(text) || isFieldName(text.replace(/^-/, ''));
}

export const usualColumns: readonly TicketColumn[] = ticketColumns.filter(
  (name) => name !== 'tags',
);
