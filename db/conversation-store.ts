import type { ConversationStatus } from '../domain/conversation/conversation';
import type { Actor } from '../domain/ticket/command';
import type { RequesterRef } from '../domain/ticket/ticket';
import { query, type Database, type Transaction } from './database';
import { conversationSeen, tellsOccurrences } from './flow-occurrence-store';

export interface NewConversation {
  /** SHA-256 of the visitor's token. */
  tokenHash: Buffer;
  visitor: { name: string | null; email: string | null };
  person: RequesterRef | null;
}

/** Begins a conversation without messages; answers its id. */
export async function createConversation(
  db: Database,
  { tokenHash, visitor, person }: NewConversation,
  transaction: Transaction,
): Promise<string> {
  const [row] = await query<{ id: string }>(
    db,
    `INSERT INTO conversations (token_hash, visitor_name, visitor_email, person_type, person_id)
     VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [tokenHash, visitor.name, visitor.email, person?.type ?? null, person?.id ?? null],
    transaction,
  );
  return row!.id;
}

/** The conversation whose visitor has this token, or null. */
export async function conversationOfToken(
  db: Database,
  tokenHash: Buffer,
): Promise<{ id: string; lastSeq: number } | null> {
  const [row] = await query<{ id: string; lastSeq: number }>(
    db,
    'SELECT id, last_seq AS "lastSeq" FROM conversations WHERE token_hash = $1',
    [tokenHash],
  );
  return row ?? null;
}

export interface NewConversationMessage {
  id: string;
  conversationId: string;
  author: { type: 'visitor' | 'agent' | 'system'; id: string | null; name: string | null };
  text: string;
}

/**
 * Adds a message and tells everybody. What people write opens a closed conversation again, and an
 * agent who answers has seen what came before. An id that is there already changes nothing. False
 * when there is no such conversation.
 */
export async function addConversationMessage(
  db: Database,
  { id, conversationId, author, text }: NewConversationMessage,
  transaction?: Transaction,
): Promise<boolean> {
  const [row] = await query<{ known: boolean }>(
    db,
    `WITH held AS (
       SELECT id, last_seq + 1 AS seq,
         EXISTS (SELECT FROM conversation_messages WHERE id = $2::uuid) AS known
       FROM conversations WHERE id = $1::uuid FOR UPDATE
     ), message AS (
       INSERT INTO conversation_messages
         (id, conversation_id, seq, author_type, author_id, author_name, text, created_at)
       SELECT $2::uuid, id, seq, $3::text, $4::text, $5::text, $6::text, date_trunc('milliseconds', clock_timestamp()) FROM held WHERE NOT known
       ON CONFLICT (id) DO NOTHING RETURNING seq
     ), conversation AS (
       UPDATE conversations c SET last_seq = m.seq, version = version + 1,
         status = CASE $3::text WHEN 'system' THEN status ELSE 'open' END,
         read_seq = CASE $3::text WHEN 'agent' THEN m.seq ELSE read_seq END,
         updated_at = date_trunc('milliseconds', clock_timestamp())
       FROM message m WHERE c.id = $1::uuid RETURNING c.*
     ), occurrence AS (
       INSERT INTO flow_occurrences (type, at, actor, data)
       SELECT CASE WHEN $3::text = 'agent' THEN 'conversation.agent_wrote'
           WHEN c.last_seq = 1 THEN 'conversation.started' ELSE 'conversation.customer_wrote' END,
         c.updated_at,
         jsonb_build_object('type', CASE $3::text WHEN 'agent' THEN 'agent' ELSE 'customer' END,
           'id', coalesce($4::text, c.person_id::text, c.id::text),
           'name', coalesce($5::text, c.visitor_email, '')),
         jsonb_build_object('conversation', ${conversationSeen},
           'message', jsonb_build_object('id', $2::uuid, 'text', $6::text))
       FROM conversation c WHERE $3::text <> 'system' RETURNING id
     )
     SELECT h.known, (SELECT pg_notify('conversations', id::text) FROM conversation),
       (SELECT ${tellsOccurrences} FROM occurrence)
     FROM held h`,
    [conversationId, id, author.type, author.id, author.name, text],
    transaction,
  );
  return row !== undefined;
}

export interface ConversationFields {
  status?: ConversationStatus | undefined;
  assigneeId?: string | null | undefined;
}

/** Changes fields; false when there is no such conversation. */
export async function updateConversation(
  db: Database,
  id: string,
  { status, assigneeId }: ConversationFields,
  by: Actor,
): Promise<boolean> {
  const rows = await query(
    db,
    `WITH held AS (
       SELECT id, status FROM conversations WHERE id = $1 FOR UPDATE
     ), changed AS (
       UPDATE conversations c SET status = coalesce($2::text, c.status),
         assignee_id = CASE WHEN $3::boolean THEN $4::uuid ELSE assignee_id END, version = version + 1
       FROM held h WHERE c.id = h.id RETURNING c.*, h.status AS former
     ), occurrence AS (
       INSERT INTO flow_occurrences (type, at, actor, data)
       SELECT 'conversation.closed', date_trunc('milliseconds', clock_timestamp()), $5::jsonb,
         jsonb_build_object('conversation', ${conversationSeen})
       FROM changed c WHERE c.status = 'closed' AND c.former <> 'closed' RETURNING id
     )
     SELECT pg_notify('conversations', id::text), (SELECT ${tellsOccurrences} FROM occurrence)
     FROM changed`,
    [id, status ?? null, assigneeId !== undefined, assigneeId ?? null, JSON.stringify(by)],
  );
  return rows.length > 0;
}

/** Notes that an agent has seen the messages up to `seq`. */
export async function markConversationRead(db: Database, id: string, seq: number): Promise<void> {
  await query(
    db,
    `WITH changed AS (
       UPDATE conversations SET read_seq = least($2::int, last_seq), version = version + 1
       WHERE id = $1 AND read_seq < least($2::int, last_seq) RETURNING id
     ) SELECT pg_notify('conversations', id::text) FROM changed`,
    [id, seq],
  );
}

/** Notes whom the conversation is with. */
export async function setConversationPerson(
  db: Database,
  id: string,
  person: RequesterRef,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    'UPDATE conversations SET person_type = $2, person_id = $3 WHERE id = $1 RETURNING id',
    [id, person.type, person.id],
    transaction,
  );
}

/** Links a conversation and its ticket; false when either has another link. */
export async function linkConversation(
  db: Database,
  { conversationId, ticket }: { conversationId: string; ticket: number },
  transaction: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO conversation_tickets (conversation_id, ticket) VALUES ($1, $2)
     ON CONFLICT DO NOTHING RETURNING ticket`,
    [conversationId, ticket],
    transaction,
  );
  return rows.length > 0;
}
