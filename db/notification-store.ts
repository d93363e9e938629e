import type { Notice } from '../domain/notification/notices';
import type { NotificationKind } from '../domain/notification/kind';
import type { Actor } from '../domain/ticket/command';
import type { TicketEventType } from '../domain/ticket/event';
import type { Status } from '../domain/ticket/status';
import type { Approval } from './approval-store';
import { query, type Database, type Transaction } from './database';

/** That an agent was told of something, as the bell shows it. */
export interface Notification {
  id: string;
  kind: NotificationKind;
  /** Null when no event of a ticket is told of. */
  eventType: TicketEventType | null;
  /** On a change of the status: what it became. */
  status: Status | null;
  ticket: { number: number; title: string } | null;
  messageId: string | null;
  /** What the agent is asked to answer. */
  approvalId: string | null;
  /** What a Flow says. */
  text: string | null;
  actor: Actor;
  at: string;
  read: boolean;
}

export interface NotificationPlace {
  at: string;
  id: string;
}

/** Stores what agents are told, each command once, and wakes their streams. */
export async function addNotifications(
  db: Database,
  notices: readonly Notice[],
  transaction: Transaction,
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ agentId, kind, event }) => ({
    agent_id: agentId,
    ticket: event.ticket,
    command_id: event.cause.commandId,
    kind,
    event_type: event.type,
    status: event.type === 'ticket.status_changed' ? event.changes.status?.to : null,
    message_id: event.type.startsWith('message.') ? event.messageId : null,
    actor: event.actor,
    at: event.at,
  }));
  await insertNotifications(db, rows, transaction);
}

/** Stores that these agents are asked by a Flow, once an approval, and wakes their streams. */
export async function addApprovalNotifications(
  db: Database,
  { id, ticket, flow, createdAt }: Pick<Approval, 'id' | 'ticket' | 'flow' | 'createdAt'>,
  agentIds: readonly string[],
  transaction: Transaction,
): Promise<void> {
  const rows = agentIds.map((agentId) => ({
    agent_id: agentId,
    ticket: ticket?.number ?? null,
    command_id: `approval/${id}`,
    kind: 'approval-asked' satisfies NotificationKind,
    approval_id: id,
    actor: { type: 'flow', id: flow.slug, name: flow.title } satisfies Actor,
    at: createdAt,
  }));
  await insertNotifications(db, rows, transaction);
}

/** What a Flow says to an agent by a step; the same key is the same step. */
export interface FlowTold {
  key: string;
  flow: { slug: string; title: string };
  ticket: number | null;
  text: string;
}

/** Stores what a Flow tells these agents, once by its key, and wakes their streams. */
export async function addFlowNotifications(
  db: Database,
  { key, flow, ticket, text }: FlowTold,
  agentIds: readonly string[],
  transaction: Transaction,
): Promise<void> {
  const at = new Date().toISOString();
  const rows = agentIds.map((agentId) => ({
    agent_id: agentId,
    ticket,
    command_id: `flow/${key}`,
    kind: 'flow' satisfies NotificationKind,
    text,
    actor: { type: 'flow', id: flow.slug, name: flow.title } satisfies Actor,
    at,
  }));
  await insertNotifications(db, rows, transaction);
}

async function insertNotifications(
  db: Database,
  rows: readonly object[],
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH added AS (
       INSERT INTO notifications
         (agent_id, ticket, command_id, kind, event_type, status, message_id, approval_id, text, actor, at)
       SELECT n.agent_id, n.ticket, n.command_id, n.kind, n.event_type, n.status, n.message_id,
         n.approval_id, n.text, n.actor, n.at
       FROM jsonb_populate_recordset(NULL::notifications, $1::jsonb) n
       ON CONFLICT DO NOTHING RETURNING agent_id
     ) SELECT pg_notify('notifications', agent_id::text) FROM (SELECT DISTINCT agent_id FROM added) a`,
    [JSON.stringify(rows)],
    transaction,
  );
}

/** A page of what an agent was told, the latest first. */
export async function listNotifications(
  db: Database,
  agentId: string,
  page: { unreadOnly: boolean; limit: number; after?: NotificationPlace | undefined },
): Promise<Notification[]> {
  return query(
    db,
    `SELECT n.id, n.kind, n.event_type AS "eventType", n.status,
       CASE WHEN t.number IS NOT NULL THEN jsonb_build_object('number', t.number, 'title', t.title)
         END AS ticket,
       n.message_id AS "messageId", n.approval_id AS "approvalId", n.text, n.actor,
       n.read_at IS NOT NULL AS read,
       to_char(n.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
     FROM notifications n LEFT JOIN tickets t ON t.number = n.ticket
     WHERE n.agent_id = $1 AND (NOT $2::boolean OR n.read_at IS NULL)
       AND ($3::timestamptz IS NULL OR (n.at, n.id) < ($3, $4::uuid))
     ORDER BY n.at DESC, n.id DESC LIMIT $5`,
    [agentId, page.unreadOnly, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
}

/** How many an agent has not read, counted up to `atMost`. */
export async function countUnread(db: Database, agentId: string, atMost: number): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM notifications
     WHERE agent_id = $1 AND read_at IS NULL LIMIT $2) unread`,
    [agentId, atMost],
  );
  return row!.count;
}

/** Marks one as read; false when the agent has none with this id. */
export async function readNotification(
  db: Database,
  agentId: string,
  id: string,
): Promise<boolean> {
  const rows = await query(
    db,
    `WITH now_read AS (
       UPDATE notifications SET read_at = now()
       WHERE id = $2 AND agent_id = $1 AND read_at IS NULL RETURNING agent_id
     ), told AS (SELECT pg_notify('notifications', agent_id::text) FROM now_read)
     SELECT id, (SELECT count(*) FROM told) FROM notifications WHERE id = $2 AND agent_id = $1`,
    [agentId, id],
  );
  return rows.length === 1;
}

/** Marks all of an agent as read, or all about one ticket. */
export async function readAllNotifications(
  db: Database,
  agentId: string,
  ticket: number | null,
): Promise<void> {
  await query(
    db,
    `WITH now_read AS (
       UPDATE notifications SET read_at = now()
       WHERE agent_id = $1 AND read_at IS NULL AND ($2::int IS NULL OR ticket = $2)
       RETURNING agent_id
     ) SELECT pg_notify('notifications', agent_id::text)
       FROM (SELECT DISTINCT agent_id FROM now_read) a`,
    [agentId, ticket],
  );
}

/** Forgets what is older than 90 days. Answers how many. */
export async function pruneNotifications(db: Database): Promise<number> {
  const rows = await query(
    db,
    `DELETE FROM notifications WHERE id = ANY(ARRAY(
       SELECT id FROM notifications WHERE at < now() - interval '90 days'
       LIMIT 1000 FOR UPDATE SKIP LOCKED))
     RETURNING id`,
  );
  return rows.length;
}
