import type { TicketEvent } from '../domain/ticket/event';
import type { TicketState } from '../domain/ticket/ticket';
import { query, type Database, type Transaction } from './database';
import type { NewDelivery } from './delivery-store';
import type { NewMessage } from './message-store';
import { eventColumns, ticketColumns } from './ticket-store';

/** A whole ticket with its past. */
export interface SeededTicket {
  ticket: TicketState;
  events: TicketEvent[];
  messages: (NewMessage & { createdAt: string })[];
  /** Sent, all of them. */
  deliveries: (NewDelivery & { at: string })[];
}

/** Makes the companies, contacts and leads; who has no company becomes a lead. */
export async function seedCustomers(
  db: Database,
  customers: readonly { name: string; email: string; company: string | null }[],
): Promise<void> {
  await query(
    db,
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g (name text, email text, company text)
     ), companies AS (
       INSERT INTO accounts (name)
       SELECT DISTINCT company FROM given WHERE company IS NOT NULL RETURNING id, name
     ), known AS (
       INSERT INTO contacts (name, email, account_id)
       SELECT g.name, g.email, c.id FROM given g JOIN companies c ON c.name = g.company
       ON CONFLICT DO NOTHING
     )
     INSERT INTO leads (name, email)
     SELECT name, email FROM given WHERE company IS NULL
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(customers)],
  );
}

/** Those whom `seedCustomers` made. */
export async function seededCustomers(
  db: Database,
): Promise<{ type: 'contact' | 'lead'; id: string; name: string; email: string }[]> {
  return query(
    db,
    `SELECT 'contact' AS type, id, name, email FROM contacts WHERE email LIKE '%@seed.example.net'
     UNION ALL
     SELECT 'lead', id, name, email FROM leads
     WHERE email LIKE '%@seed.example.net' AND converted_to IS NULL`,
  );
}

/** Takes the next `count` ticket numbers. */
export async function takeNumbers(db: Database, count: number): Promise<number[]> {
  const rows = await query<{ number: number }>(
    db,
    `SELECT nextval('ticket_number')::int AS number FROM generate_series(1, $1::int)`,
    [count],
  );
  return rows.map(({ number }) => number);
}

/** Stores whole tickets. They count as told: nothing follows from their past. */
export async function storeSeeded(
  db: Database,
  tickets: readonly SeededTicket[],
  transaction: Transaction,
): Promise<void> {
  const put = (sql: string, rows: readonly object[]): Promise<unknown> =>
    query(db, sql, [JSON.stringify(rows)], transaction);
  await put(
    `INSERT INTO tickets SELECT * FROM jsonb_populate_recordset(NULL::tickets, $1::jsonb)`,
    tickets.map(({ ticket }) => ticketColumns(ticket)),
  );
  await put(
    `INSERT INTO ticket_events
       (ticket, seq, type, at, actor, cause, changes, message_id, automatic, reason, facts, custom_fields)
     SELECT ticket, seq, type, at, actor, cause, changes, message_id, automatic, reason, facts, custom_fields
     FROM jsonb_populate_recordset(NULL::ticket_events, $1::jsonb)`,
    tickets.flatMap(({ events }) => events.map(eventColumns)),
  );
  await put(
    `INSERT INTO messages (id, ticket, kind, direction, author, text, rfc_message_id, recipients, created_at)
     SELECT id, ticket, kind, direction, author, text, "rfcMessageId", recipients, "createdAt"
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, ticket int, kind text, direction text,
       author jsonb, text text, "rfcMessageId" text, recipients jsonb, "createdAt" timestamptz)`,
    tickets.flatMap(({ ticket, messages }) =>
      messages.map((message) => ({ ...message, ticket: ticket.number })),
    ),
  );
  await put(
    `INSERT INTO deliveries (id, unique_key, kind, ticket, message_id, sender, recipients_to, subject,
       text, rfc_message_id, state, workflow_started, attempts, created_at, sent_at)
     SELECT id, "uniqueKey", kind, ticket, "messageId", sender, "to", subject, text, "rfcMessageId",
       'sent', true, 1, at, at
     FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, "uniqueKey" text, kind text, ticket int,
       "messageId" uuid, sender jsonb, "to" text[], subject text, text text, "rfcMessageId" text,
       at timestamptz)`,
    tickets.flatMap(({ ticket, deliveries }) =>
      deliveries.map((delivery) => ({ ...delivery, ticket: ticket.number })),
    ),
  );
  await put(
    `INSERT INTO ticket_relay (ticket, version, workflow_seq, automation_seq)
     SELECT number, version, version, version
     FROM jsonb_to_recordset($1::jsonb) AS t (number int, version int)`,
    tickets.map(({ ticket }) => ticket),
  );
}

/** Tells the planner what is there now. */
export async function analyze(db: Database): Promise<void> {
  await query(db, 'ANALYZE');
}
