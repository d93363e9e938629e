import { query, type Database, type Transaction } from './database';
import { familyOf, familyOfRequester, othersByMerge } from './merge-store';

/**
 * The tickets of those Message-IDs that we sent or received. Where one id stands on several
 * mails, what we sent counts before what came in, and the first before later ones: nobody takes
 * over another's id.
 */
export async function ticketsOfMessageIds(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await query<{ id: string; ticket: number }>(
    db,
    `SELECT DISTINCT ON (id) id, ticket FROM (
       SELECT rfc_message_id AS id, ticket, 0 AS rank, created_at FROM deliveries
         WHERE rfc_message_id = ANY($1) AND ticket IS NOT NULL
       UNION ALL
       SELECT rfc_message_id, ticket, 1, created_at FROM messages
         WHERE rfc_message_id = ANY($1)
     ) known ORDER BY id, rank, created_at`,
    [ids],
  );
  return new Map(rows.map(({ id, ticket }) => [id, ticket]));
}

/** What decides who may write on a ticket's thread, and where its replies go from. */
export interface ThreadPeople {
  ticket: number;
  title: string;
  status: string;
  statusSince: Date;
  /** Where the thread goes on, when this ticket was merged. */
  mergedInto: number | null;
  removed: 'bin' | 'spam' | null;
  requester: { type: 'contact' | 'lead'; id: string; name: string | null; email: string };
  /**
   * Lower-case addresses of authors, of those whom mails were sent to, and of participants; of merged
   * tickets too. Whoever wrote what an agent released, or is named in it, is not on the thread by that.
   */
  addresses: string[];
  /** Lower-case addresses of its requester and of those of the tickets merged into it. */
  requesterAddresses: string[];
  /** Lower-case addresses that messages of it, or of merged tickets, were forwarded to. */
  forwardedTo: string[];
}

/** SQL: an agent let this message in, whoever wrote it. */
function wasReleased(message: string): string {
  return `EXISTS (SELECT FROM inbound_mails i
    WHERE i.id = ${message}.inbound_mail_id AND i.envelope->>'releasedBy' IS NOT NULL)`;
}

/** Who is on a ticket's thread; null when there is no such ticket. */
export async function findThreadPeople(db: Database, ticket: number): Promise<ThreadPeople | null> {
  const [row] = await query<{
    title: string;
    status: string;
    statusSince: Date;
    mergedInto: number | null;
    removed: 'bin' | 'spam' | null;
    type: 'contact' | 'lead';
    id: string;
    name: string | null;
    email: string | null;
    addresses: string[];
    requesterAddresses: string[];
    forwardedTo: string[];
  }>(
    db,
    `SELECT t.title, t.status, t.status_since AS "statusSince", t.merged_into AS "mergedInto", t.removed,
       t.requester_type AS type, t.requester_id AS id,
       coalesce(c.name, l.name) AS name, coalesce(c.email, l.email) AS email,
       ARRAY(
         SELECT DISTINCT lower(address) FROM messages m, LATERAL (
           SELECT m.author->>'email' AS address WHERE NOT ${wasReleased('m')}
           UNION ALL SELECT jsonb_array_elements_text(m.recipients->'to') WHERE NOT ${wasReleased('m')}
           UNION ALL SELECT jsonb_array_elements_text(m.recipients->'cc') WHERE NOT ${wasReleased('m')}
         ) people
         WHERE m.ticket = ANY(${familyOf('$1')}) AND m.direction <> 'internal'
           AND address IS NOT NULL
         UNION SELECT address FROM ticket_participants WHERE ticket = ANY(${familyOf('$1')})
       ) AS addresses,
       ARRAY(
         SELECT DISTINCT lower(coalesce(c.email, l.email)) FROM tickets other
         LEFT JOIN contacts c ON other.requester_type = 'contact' AND c.id = other.requester_id
         LEFT JOIN leads l ON other.requester_type = 'lead' AND l.id = other.requester_id
         WHERE other.number = ANY(${familyOf('$1')}) AND coalesce(c.email, l.email) IS NOT NULL
       ) AS "requesterAddresses",
       ARRAY(
         SELECT DISTINCT lower(address) FROM messages m, LATERAL (
           SELECT jsonb_array_elements_text(m.recipients->'to') AS address
           UNION ALL SELECT jsonb_array_elements_text(m.recipients->'cc')
         ) people
         WHERE m.ticket = ANY(${familyOf('$1')}) AND m.kind = 'forward'
       ) AS "forwardedTo"
     FROM tickets t
     LEFT JOIN contacts c ON t.requester_type = 'contact' AND c.id = t.requester_id
     LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
     WHERE t.number = $1`,
    [ticket],
  );
  if (!row) return null;
  const { type, id, name, email, ...thread } = row;
  return { ticket, ...thread, requester: { type, id, name, email: email ?? '' } };
}

/** A message of the thread as replies need it: whom it names in the headers, and its words. */
export interface MailedMessage {
  direction: 'in' | 'out';
  authorName: string;
  text: string;
  rfcMessageId: string | null;
  rfcReferences: string[];
  to: string[];
  createdAt: string;
}

/**
 * What went in and out on a ticket by mail (or was its description), newest first; where tickets of
 * other customers were merged into it, nothing that those wrote.
 */
export async function listMailedMessages(
  db: Database,
  ticket: number,
  limit = 20,
): Promise<MailedMessage[]> {
  const rows = await query<Omit<MailedMessage, 'createdAt'> & { createdAt: Date }>(
    db,
    `SELECT direction, author->>'name' AS "authorName", text, rfc_message_id AS "rfcMessageId",
       rfc_references AS "rfcReferences", created_at AS "createdAt",
       ARRAY(SELECT jsonb_array_elements_text(coalesce(recipients->'to', '[]'))) AS "to"
     FROM messages WHERE ticket = ANY(${familyOfRequester('$1')}) AND direction <> 'internal' AND NOT automatic
       AND NOT (direction = 'in' AND lower(coalesce(author->>'email', '')) = ANY(${othersByMerge('$1')}))
     ORDER BY created_at DESC, id DESC LIMIT $2`,
    [ticket, limit],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** On which sides of the desk a conversation runs; both may be true. */
export interface MailSides {
  thirdParty: boolean;
  customer: boolean;
}

/**
 * Whether these Message-IDs hold what went to or came from third parties, and whether mail to or
 * from customers.
 */
export async function sidesOfMessageIds(db: Database, ids: readonly string[]): Promise<MailSides> {
  const [row] = await query<MailSides>(
    db,
    `SELECT coalesce(bool_or(kind = 'forward' OR author->>'type' = 'third-party'), false)
         AS "thirdParty",
       coalesce(bool_or(direction <> 'internal'), false) AS customer
     FROM messages WHERE rfc_message_id = ANY($1)`,
    [ids],
  );
  return row!;
}

/** Whether a message with this id was stored, and on which ticket. */
export async function ticketOfMessage(
  db: Database,
  messageId: string,
  transaction?: Transaction,
): Promise<{ ticket: number; kind: string; followUpOf: number | null } | null> {
  const [row] = await query<{ ticket: number; kind: string; followUpOf: number | null }>(
    db,
    `SELECT m.ticket, m.kind, t.follow_up_of AS "followUpOf"
     FROM messages m JOIN tickets t ON t.number = m.ticket WHERE m.id = $1`,
    [messageId],
    transaction,
  );
  return row ?? null;
}
