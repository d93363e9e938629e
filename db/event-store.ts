import type { TicketEvent } from '../domain/ticket/event';

/** A `ticket_events` row. */
export interface EventRow {
  ticket: number;
  seq: number;
  xid: string;
  type: string;
  at: Date;
  actor: TicketEvent['actor'];
  cause: TicketEvent['cause'];
  changes: TicketEvent['changes'];
  message_id: string | null;
  automatic: boolean | null;
  reason: string | null;
  facts: TicketEvent['facts'];
  custom_fields: TicketEvent['customFields'];
}

export function eventFromRow(row: EventRow): TicketEvent {
  return {
    ticket: row.ticket,
    seq: row.seq,
    type: row.type as TicketEvent['type'],
    at: row.at.toISOString(),
    actor: row.actor,
    cause: row.cause,
    changes: row.changes,
    facts: row.facts,
    customFields: row.custom_fields,
    ...(row.message_id === null ? {} : { messageId: row.message_id }),
    ...(row.automatic === null ? {} : { automatic: row.automatic }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
