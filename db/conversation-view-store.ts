import type { ConversationMessage, ConversationStatus } from '../domain/conversation/conversation';
import type { RequesterRef } from '../domain/ticket/ticket';
import { query, type Database, type Transaction } from './database';

/** A conversation as the Inbox shows it. */
export interface ConversationView {
  id: string;
  visitor: { name: string | null; email: string | null };
  /** Whom the visitor's address belongs to; a converted Lead is the Contact that it became. */
  person: (RequesterRef & { name: string | null; email: string }) | null;
  status: ConversationStatus;
  assignee: { id: string; name: string } | null;
  /** Messages of the visitor that no agent has seen. */
  unread: number;
  lastMessage: ConversationMessage | null;
  ticketNumber: number | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface ConversationFilter {
  status?: ConversationStatus | undefined;
  /** An agent's id, or `none`. */
  assignee?: string | undefined;
  /** A contact's or lead's id. */
  person?: string | undefined;
}

/** A page of conversations, the one written in last first. */
export async function listConversations(
  db: Database,
  filter: ConversationFilter,
  page: { limit: number; after?: { updatedAt: string; id: string } | undefined },
): Promise<ConversationView[]> {
  const bind: unknown[] = [];
  const value = (of: unknown): string => `$${bind.push(of)}`;
  const where = ['true'];
  if (filter.status) where.push(`c.status = ${value(filter.status)}`);
  if (filter.assignee === 'none') where.push('c.assignee_id IS NULL');
  else if (filter.assignee) where.push(`c.assignee_id = ${value(filter.assignee)}::uuid`);
  if (filter.person) {
    const id = `${value(filter.person)}::uuid`;
    where.push(
      `c.person_id = ANY(ARRAY(SELECT ${id} UNION ALL SELECT id FROM leads WHERE converted_to = ${id}))`,
    );
  }
  if (page.after) {
    const { updatedAt, id } = page.after;
    where.push(`(c.updated_at, c.id) < (${value(updatedAt)}::timestamptz, ${value(id)}::uuid)`);
  }
  const rows = await query<Row>(
    db,
    `${select} WHERE ${where.join(' AND ')}
     ORDER BY c.updated_at DESC, c.id DESC LIMIT ${value(page.limit)}`,
    bind,
  );
  return rows.map(viewFromRow);
}

/** One conversation, or null. */
export async function findConversation(db: Database, id: string): Promise<ConversationView | null> {
  const [row] = await query<Row>(db, `${select} WHERE c.id = $1`, [id]);
  return row ? viewFromRow(row) : null;
}

/** The conversation that a ticket was made of, or null. */
export async function conversationOfTicket(
  db: Database,
  ticket: number,
): Promise<{ id: string; visitor: string | null } | null> {
  const [row] = await query<{ id: string; visitor: string | null }>(
    db,
    `SELECT c.id, coalesce(c.visitor_name, c.visitor_email) AS visitor
     FROM conversation_tickets t JOIN conversations c ON c.id = t.conversation_id
     WHERE t.ticket = $1`,
    [ticket],
  );
  return row ?? null;
}

/** All messages, oldest first. */
export async function listConversationMessages(
  db: Database,
  id: string,
): Promise<ConversationMessage[]> {
  const rows = await query<{ message: ConversationMessage }>(
    db,
    `SELECT ${messageJson('m')} AS message FROM conversation_messages m
     WHERE conversation_id = $1 ORDER BY seq`,
    [id],
  );
  return rows.map(({ message }) => message);
}

/** One message by its id, or null. */
export async function findConversationMessage(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<ConversationMessage | null> {
  const [row] = await query<{ message: ConversationMessage }>(
    db,
    `SELECT ${messageJson('m')} AS message FROM conversation_messages m WHERE id = $1`,
    [id],
    transaction,
  );
  return row?.message ?? null;
}

function messageJson(m: string): string {
  return `json_build_object('id', ${m}.id, 'seq', ${m}.seq, 'author', json_build_object(
    'type', ${m}.author_type, 'id', ${m}.author_id, 'name', ${m}.author_name), 'text', ${m}.text,
    'createdAt', to_char(${m}.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
}

interface Row {
  id: string;
  visitor_name: string | null;
  visitor_email: string | null;
  person: ConversationView['person'];
  status: ConversationStatus;
  assignee: ConversationView['assignee'];
  unread: number;
  last_message: ConversationMessage | null;
  ticket: number | null;
  version: number;
  created_at: Date;
  updated_at: Date;
}

const select = `SELECT c.id, c.visitor_name, c.visitor_email, c.status, c.version, c.created_at,
  c.updated_at, t.ticket,
  CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'name', a.name) END AS assignee,
  CASE WHEN coalesce(p.id, l.id) IS NOT NULL THEN json_build_object(
    'type', CASE WHEN p.id IS NULL THEN 'lead' ELSE 'contact' END, 'id', coalesce(p.id, l.id),
    'name', coalesce(p.name, l.name), 'email', coalesce(p.email, l.email)) END AS person,
  (SELECT count(*)::int FROM conversation_messages u WHERE u.conversation_id = c.id
    AND u.seq > c.read_seq AND u.author_type = 'visitor') AS unread,
  (SELECT ${messageJson('m')} FROM conversation_messages m
    WHERE m.conversation_id = c.id AND m.seq = c.last_seq) AS last_message
  FROM conversations c
  LEFT JOIN agents a ON a.id = c.assignee_id
  LEFT JOIN leads l ON c.person_type = 'lead' AND l.id = c.person_id
  LEFT JOIN contacts p
    ON p.id = CASE c.person_type WHEN 'contact' THEN c.person_id ELSE l.converted_to END
  LEFT JOIN conversation_tickets t ON t.conversation_id = c.id`;

function viewFromRow(row: Row): ConversationView {
  return {
    id: row.id,
    visitor: { name: row.visitor_name, email: row.visitor_email },
    person: row.person,
    status: row.status,
    assignee: row.assignee,
    unread: row.unread,
    lastMessage: row.last_message,
    ticketNumber: row.ticket,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
