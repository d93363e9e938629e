import { query, type Database } from './database';
import { familyOf } from './merge-store';
import { mentionsJson, type Mention } from './mention-store';
import type { Author, NewMessage } from './message-store';

/** A message of a ticket's thread with its attachments and, for a reply, how its mail fares. */
export interface ThreadMessage {
  id: string;
  /** Whose message it is: of a ticket that was merged, still its own. */
  ticket: number;
  kind: NewMessage['kind'];
  direction: NewMessage['direction'];
  author: Author;
  text: string;
  html: string | null;
  automatic: boolean;
  rfcMessageId: string | null;
  rfcReferences: string[];
  recipients: { to: string[]; cc: string[] } | null;
  attachments: ThreadAttachment[];
  /** Of a note; else there are none. */
  mentions: Mention[];
  delivery: ThreadDelivery | null;
  createdAt: string;
}

export interface ThreadAttachment {
  id: string;
  name: string;
  size: number;
  contentType: string;
  inline: boolean;
}

export interface ThreadDelivery {
  state: 'queued' | 'sent' | 'failed' | 'bounced' | 'withdrawn';
  to: string[];
  cc: string[];
  bcc: string[];
  messageId: string;
  reason: string | null;
  /** While it can still be taken back: until then. */
  heldUntil: string | null;
}

/** A page of the messages of a ticket and of those merged into it, oldest first. `after` is the last message of the page before. */
export async function listThread(
  db: Database,
  ticket: number,
  page: { limit: number; after?: { createdAt: string; id: string } },
): Promise<ThreadMessage[]> {
  const rows = await query<ThreadRow>(
    db,
    `${threadSql} WHERE m.ticket = ANY(${familyOf('$1')}) AND m.withdrawn_at IS NULL AND ($2::timestamptz IS NULL OR (m.created_at, m.id) > ($2, $3::uuid))
     ORDER BY m.created_at, m.id LIMIT $4`,
    [ticket, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map(messageFromRow);
}

/** One message by its id, or null. */
export async function findMessage(db: Database, id: string): Promise<ThreadMessage | null> {
  const [row] = await query<ThreadRow>(db, `${threadSql} WHERE m.id = $1`, [id]);
  return row ? messageFromRow(row) : null;
}

interface ThreadRow {
  id: string;
  ticket: number;
  kind: ThreadMessage['kind'];
  direction: ThreadMessage['direction'];
  author: Author;
  text: string;
  html: string | null;
  automatic: boolean;
  rfc_message_id: string | null;
  rfc_references: string[];
  recipients: ThreadMessage['recipients'];
  attachments: ThreadAttachment[];
  mentions: Mention[] | null;
  delivery: ThreadDelivery | null;
  created_at: Date;
}

const threadSql = `SELECT m.*, ${mentionsJson} AS mentions,
  coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size,
    'contentType', f.content_type, 'inline', f.inline) ORDER BY f.created_at, f.id)
    FROM attachments f WHERE f.message_id = m.id), '[]') AS attachments,
  (SELECT json_build_object('state', d.state, 'to', d.recipients_to, 'cc', d.recipients_cc,
    'bcc', d.recipients_bcc,
    'messageId', d.rfc_message_id, 'reason', d.reason,
    'heldUntil', to_char(d.held_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM deliveries d WHERE d.message_id = m.id LIMIT 1) AS delivery
  FROM messages m`;

function messageFromRow(row: ThreadRow): ThreadMessage {
  return {
    id: row.id,
    ticket: row.ticket,
    kind: row.kind,
    direction: row.direction,
    author: row.author,
    text: row.text,
    html: row.html,
    automatic: row.automatic,
    rfcMessageId: row.rfc_message_id,
    rfcReferences: row.rfc_references,
    recipients: row.recipients,
    attachments: row.attachments,
    mentions: row.mentions ?? [],
    delivery: row.delivery,
    createdAt: row.created_at.toISOString(),
  };
}
