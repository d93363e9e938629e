import type { Refusal } from '../domain/ticket/refusal';
import type { TicketEvent } from '../domain/ticket/event';
import type { TicketState } from '../domain/ticket/ticket';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';
import type { NewDelivery } from './delivery-store';
import type { NewMessage } from './message-store';
import { holdRelays } from './relay-store';

/** A `tickets` row, times as text. */
export interface TicketRow {
  number: number;
  version: number;
  title: string;
  description: string;
  status: string;
  priority: string;
  assignee_id: string | null;
  team_id: string | null;
  custom_fields: TicketState['customFields'];
  requester_type: 'contact' | 'lead';
  requester_id: string;
  tags: string[];
  source: string;
  follow_up_of: number | null;
  merged_into: number | null;
  merged_from: number[];
  links: TicketState['links'];
  status_seq: number;
  status_since: Date;
  customer_reply: TicketState['customerReply'];
  snoozed_until: Date | null;
  removed: NonNullable<TicketState['removed']> | null;
  removed_at: Date | null;
  rating: NonNullable<TicketState['rating']> | null;
  rating_comment: string | null;
  rated_at: Date | null;
  escalation: NonNullable<TicketState['escalation']>;
  created_at: Date;
  updated_at: Date;
}

/** What a command came to. `version` is the ticket's after it; its own events begin at `firstSeq`. */
export interface StoredOutcome {
  requestHash: string | null;
  ticket: number | null;
  version: number | null;
  firstSeq: number | null;
  refusal: (Omit<Refusal, 'code'> & { code: string }) | null;
}

/** All that one decided command stores, in one statement. */
export interface Decided {
  commandId: string;
  requestHash: string | null;
  ticket: TicketState;
  /** The version that was decided on; null: the ticket is new. */
  decidedOn: number | null;
  events: TicketEvent[];
  message?: NewMessage | undefined;
  delivery?: NewDelivery | undefined;
}

export function ticketFromRow(row: TicketRow): TicketState {
  return {
    number: row.number,
    version: row.version,
    title: row.title,
    description: row.description,
    status: row.status as TicketState['status'],
    priority: row.priority as TicketState['priority'],
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    customFields: row.custom_fields,
    requester: { type: row.requester_type, id: row.requester_id },
    tags: row.tags,
    source: row.source as TicketState['source'],
    followUpOf: row.follow_up_of,
    mergedInto: row.merged_into,
    mergedFrom: row.merged_from,
    links: row.links,
    statusSeq: row.status_seq,
    statusSince: row.status_since.toISOString(),
    customerReply: row.customer_reply,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    removed: row.removed,
    removedAt: row.removed_at?.toISOString() ?? null,
    rating: row.rating,
    ratingComment: row.rating_comment,
    ratedAt: row.rated_at?.toISOString() ?? null,
    escalation: row.escalation,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** One ticket as it stands, or null. */
export async function findTicket(
  db: Database,
  number: number,
  transaction?: Transaction,
): Promise<TicketState | null> {
  const sql = 'SELECT * FROM tickets WHERE number = $1';
  const [row] = await query<TicketRow>(db, sql, [number], transaction);
  return row ? ticketFromRow(row) : null;
}

/**
 * Holds a ticket's row until the transaction ends. Answers the ticket, or null, and the outcome
 * of a command that was decided before, in one round trip. Rows that only refer to the ticket may
 * be stored meanwhile: the relay does so while it holds what a command comes to last.
 */
export async function holdTicket(
  db: Database,
  number: number,
  commandId: string,
  transaction: Transaction,
): Promise<{ ticket: TicketState | null; seen: StoredOutcome | null }> {
  const [row] = await query<TicketRow & { seen: StoredOutcome | null }>(
    db,
    `SELECT tickets.*, (SELECT ${outcomeJson} FROM commands WHERE id = $2) AS seen
       FROM tickets WHERE number = $1 FOR NO KEY UPDATE`,
    [number, commandId],
    transaction,
  );
  if (row) return { ticket: ticketFromRow(row), seen: row.seen };
  return { ticket: null, seen: await findOutcome(db, commandId, transaction) };
}

/**
 * Holds several tickets' rows and their places with the relay, always in one order, so that two who
 * want the same never deadlock.
 */
export async function holdTickets(
  db: Database,
  numbers: readonly number[],
  transaction: Transaction,
): Promise<void> {
  const sql =
    'SELECT number FROM tickets WHERE number = ANY($1::int[]) ORDER BY number FOR NO KEY UPDATE';
  await query(db, sql, [numbers], transaction);
  await holdRelays(db, numbers, transaction);
}

/** Takes the next ticket number, and the outcome of a creation that was decided before. */
export async function takeNumber(
  db: Database,
  commandId: string,
  transaction: Transaction,
): Promise<{ number: number; seen: StoredOutcome | null }> {
  const [row] = await query<{ number: number; seen: StoredOutcome | null }>(
    db,
    `SELECT nextval('ticket_number')::int AS number,
       (SELECT ${outcomeJson} FROM commands WHERE id = $1) AS seen`,
    [commandId],
    transaction,
  );
  return row!;
}

const outcomeJson = `json_build_object('requestHash', request_hash, 'ticket', ticket,
  'version', version, 'firstSeq', first_seq, 'refusal', refusal)`;

/** The outcome of a command that was decided before, or null. */
export async function findOutcome(
  db: Database,
  commandId: string,
  transaction?: Transaction,
): Promise<StoredOutcome | null> {
  const [row] = await query<{ seen: StoredOutcome }>(
    db,
    `SELECT ${outcomeJson} AS seen FROM commands WHERE id = $1`,
    [commandId],
    transaction,
  );
  return row?.seen ?? null;
}

/** Remembers that a command was refused; false when another one with its id came first. */
export async function storeRefusal(
  db: Database,
  command: { id: string; requestHash: string | null; ticket: number | null; refusal: object },
  transaction: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO commands (id, request_hash, ticket, refusal) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [command.id, command.requestHash, command.ticket, JSON.stringify(command.refusal)],
    transaction,
  );
  return rows.length === 1;
}

/**
 * Stores a decision: the command's outcome, the row, its events, message and delivery, and tells
 * the listeners. Answers false, with nothing stored, when the id was taken meanwhile.
 */
export async function storeDecision(
  db: Database,
  decided: Decided,
  transaction: Transaction,
): Promise<boolean> {
  const { ticket, events } = decided;
  const rows = await query(
    db,
    storeDecisionSql,
    [
      decided.commandId,
      decided.requestHash,
      JSON.stringify(ticketColumns(ticket)),
      decided.decidedOn,
      JSON.stringify(events.map(eventColumns)),
      decided.message ? JSON.stringify(decided.message) : null,
      decided.delivery ? JSON.stringify(decided.delivery) : null,
      events[0]?.seq ?? null,
      decided.message?.attachmentIds ?? [],
    ],
    transaction,
  );
  return rows.length === 1;
}

export function ticketColumns({ requester, ...ticket }: TicketState): object {
  return {
    number: ticket.number,
    version: ticket.version,
    title: ticket.title,
    description: ticket.description,
    status: ticket.status,
    priority: ticket.priority,
    assignee_id: ticket.assigneeId,
    team_id: ticket.teamId,
    custom_fields: ticket.customFields,
    requester_type: requester.type,
    requester_id: requester.id,
    tags: ticket.tags,
    source: ticket.source,
    follow_up_of: ticket.followUpOf,
    // Absent when the ticket was made of events older than these fields.
    merged_into: ticket.mergedInto ?? null,
    merged_from: ticket.mergedFrom ?? [],
    links: ticket.links ?? [],
    status_seq: ticket.statusSeq,
    status_since: ticket.statusSince,
    customer_reply: ticket.customerReply,
    snoozed_until: ticket.snoozedUntil ?? null,
    removed: ticket.removed ?? null,
    removed_at: ticket.removedAt ?? null,
    rating: ticket.rating ?? null,
    rating_comment: ticket.ratingComment ?? null,
    rated_at: ticket.ratedAt ?? null,
    escalation: ticket.escalation ?? 0,
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
  };
}

export function eventColumns(event: TicketEvent): object {
  const { messageId, customFields, ...rest } = event;
  return { ...rest, message_id: messageId ?? null, custom_fields: customFields };
}

/**
 * One statement, so that one round trip stores it all. Everything hangs on `command`: when its id
 * is taken nothing else is done. The caller holds the ticket's row, so its version still stands;
 * the check on it stays as the last guard.
 */
const storeDecisionSql = /* sql */ `
WITH command AS (
  INSERT INTO commands (id, request_hash, ticket, version, first_seq)
  SELECT $1, $2, (t->>'number')::int, (t->>'version')::int, $8::int FROM (SELECT $3::jsonb AS t) x
  ON CONFLICT (id) DO NOTHING RETURNING id
), next AS (
  SELECT r.* FROM command, jsonb_populate_record(NULL::tickets, $3::jsonb) r
), created AS (
  INSERT INTO tickets SELECT * FROM next WHERE $4::int IS NULL RETURNING number
), updated AS (
  UPDATE tickets t SET version = n.version, title = n.title, description = n.description,
    status = n.status, priority = n.priority, assignee_id = n.assignee_id,
    team_id = n.team_id, custom_fields = n.custom_fields,
    requester_type = n.requester_type, requester_id = n.requester_id, tags = n.tags,
    status_seq = n.status_seq, status_since = n.status_since, customer_reply = n.customer_reply, snoozed_until = n.snoozed_until,
    updated_at = n.updated_at, merged_into = n.merged_into, merged_from = n.merged_from,
    links = n.links, removed = n.removed, removed_at = n.removed_at, rating = n.rating,
    rating_comment = n.rating_comment, rated_at = n.rated_at,
    escalation = n.escalation
  FROM next n WHERE t.number = n.number AND t.version = $4::int AND n.version > $4::int
  RETURNING t.number
), events AS (
  INSERT INTO ticket_events
    (ticket, seq, type, at, actor, cause, changes, message_id, automatic, reason, facts,
     custom_fields)
  SELECT e.ticket, e.seq, e.type, e.at, e.actor, e.cause, e.changes, e.message_id, e.automatic,
    e.reason, e.facts, e.custom_fields
  FROM command, jsonb_populate_recordset(NULL::ticket_events, $5::jsonb) e
), message AS (
  INSERT INTO messages (id, ticket, kind, direction, author, text, html, automatic,
    rfc_message_id, rfc_references, recipients, inbound_mail_id, created_at)
  SELECT (m->>'id')::uuid, n.number, m->>'kind', m->>'direction', m->'author', m->>'text',
    m->>'html', coalesce((m->>'automatic')::boolean, false), m->>'rfcMessageId',
    ARRAY(SELECT jsonb_array_elements_text(coalesce(m->'rfcReferences', '[]'))),
    m->'recipients', (m->>'inboundMailId')::uuid, n.updated_at
  FROM next n, (SELECT $6::jsonb AS m) x WHERE m IS NOT NULL
), attached AS (
  UPDATE attachments SET message_id = ($6::jsonb->>'id')::uuid
  FROM command WHERE attachments.id = ANY($9::uuid[]) AND message_id IS NULL
), delivery AS (
  INSERT INTO deliveries (id, unique_key, kind, ticket, message_id, sender, recipients_to,
    recipients_cc, recipients_bcc, subject, text, html, headers, rfc_message_id, in_reply_to,
    rfc_references, held_until, next_start_at)
  SELECT (d->>'id')::uuid, d->>'uniqueKey', d->>'kind', n.number, (d->>'messageId')::uuid,
    d->'sender', ARRAY(SELECT jsonb_array_elements_text(d->'to')),
    ARRAY(SELECT jsonb_array_elements_text(coalesce(d->'cc', '[]'))),
    ARRAY(SELECT jsonb_array_elements_text(coalesce(d->'bcc', '[]'))), d->>'subject', d->>'text',
    d->>'html', coalesce(d->'headers', '{}'), d->>'rfcMessageId', d->>'inReplyTo',
    ARRAY(SELECT jsonb_array_elements_text(coalesce(d->'references', '[]'))),
    now() + (d->>'holdSeconds')::int * interval '1 second',
    now() + coalesce((d->>'holdSeconds')::int, 0) * interval '1 second'
  FROM next n, (SELECT $7::jsonb AS d) x WHERE d IS NOT NULL
  RETURNING id
), relay AS (
  INSERT INTO ticket_relay (ticket, version) SELECT number, version FROM next
  ON CONFLICT (ticket) DO UPDATE SET version = excluded.version
    WHERE ticket_relay.version < excluded.version
)
SELECT n.number, pg_notify('ticket_events', n.number::text),
  (SELECT pg_notify('work', 'deliveries') FROM delivery LIMIT 1)
FROM next n
`;

/** One event of a ticket, or null. */
export async function findEvent(
  db: Database,
  ticket: number,
  seq: number,
): Promise<TicketEvent | null> {
  return (await eventsAfter(db, ticket, seq - 1, { upTo: seq }))[0] ?? null;
}

/** The events of one ticket with `seq > after`, in order. */
export async function eventsAfter(
  db: Database,
  ticket: number,
  after: number,
  options: { upTo?: number; limit?: number; transaction?: Transaction } = {},
): Promise<TicketEvent[]> {
  const rows = await query<EventRow>(
    db,
    `SELECT * FROM ticket_events WHERE ticket = $1 AND seq > $2 AND seq <= $3
     ORDER BY seq LIMIT $4`,
    [ticket, after, options.upTo ?? 2_147_483_647, options.limit ?? 1_000_000],
    options.transaction,
  );
  return rows.map(eventFromRow);
}
