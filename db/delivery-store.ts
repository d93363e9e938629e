import { query, type Database, type Transaction } from './database';

/** A mail to be sent exactly once. */
export interface NewDelivery {
  id: string;
  /** The same key is the same mail: a second one is never queued. */
  uniqueKey: string;
  kind: 'reply' | 'forward' | 'notification' | 'flow' | 'acknowledgement' | 'survey';
  /** The reply or forward that it carries; its delivery state is shown there. */
  messageId: string | null;
  sender: { name: string; address: string };
  to: string[];
  cc: string[];
  /** Named to the mail server only, never in the mail itself. */
  bcc?: string[];
  subject: string;
  text: string;
  html: string | null;
  /** Further header lines, such as Auto-Submitted (RFC 3834). */
  headers: Record<string, string>;
  rfcMessageId: string;
  inReplyTo: string | null;
  references: string[];
  /** So long it may be taken back; it leaves after that. */
  holdSeconds?: number;
  /** Whoever reads it could use what it holds: its text is erased when it has been sent. */
  secret?: boolean;
}

/** A stored delivery and how it fares. */
export interface Delivery extends NewDelivery {
  bcc: string[];
  /** Of To, Cc and Bcc: who has it already, and gets it no second time. */
  accepted: string[];
  ticket: number | null;
  state: 'queued' | 'sent' | 'failed' | 'bounced' | 'withdrawn';
  attempts: number;
  /** How often it got a workflow anew: to be sent again, or to go on after it had waited for its limit. */
  retries: number;
  reason: string | null;
  createdAt: Date;
}

const columns = `id, unique_key AS "uniqueKey", kind, ticket, message_id AS "messageId", sender,
  recipients_to AS "to", recipients_cc AS "cc", recipients_bcc AS "bcc", accepted,
  subject, text, html, headers, rfc_message_id AS "rfcMessageId", in_reply_to AS "inReplyTo", rfc_references AS "references",
  state, attempts, retries, reason, created_at AS "createdAt"`;

/** Queues a mail that no command carries; does nothing when its key was queued before. */
export async function queueDelivery(
  db: Database,
  delivery: NewDelivery & { ticket: number | null },
  transaction?: Transaction,
): Promise<Delivery> {
  const [row] = await query<Delivery>(
    db,
    `WITH added AS (
       INSERT INTO deliveries (id, unique_key, kind, ticket, message_id, sender, recipients_to,
         recipients_cc, subject, text, html, headers, rfc_message_id, in_reply_to, rfc_references, secret)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       ON CONFLICT DO NOTHING RETURNING *
     ), told AS (SELECT pg_notify('work', 'deliveries') FROM added)
     SELECT ${columns}, (SELECT count(*) FROM told) FROM added
     UNION ALL SELECT ${columns}, 0 FROM deliveries WHERE unique_key = $2`,
    [
      delivery.id,
      delivery.uniqueKey,
      delivery.kind,
      delivery.ticket,
      delivery.messageId,
      JSON.stringify(delivery.sender),
      delivery.to,
      delivery.cc,
      delivery.subject,
      delivery.text,
      delivery.html,
      JSON.stringify(delivery.headers),
      delivery.rfcMessageId,
      delivery.inReplyTo,
      delivery.references,
      delivery.secret ?? false,
    ],
    transaction,
  );
  return row!;
}

export async function findDelivery(db: Database, id: string): Promise<Delivery | null> {
  const sql = `SELECT ${columns} FROM deliveries WHERE id = $1`;
  const [row] = await query<Delivery>(db, sql, [id]);
  return row ?? null;
}

/** The delivery that was sent under the first of these Message-IDs that is one of ours, or null. */
export async function findDeliveryByRfcId(
  db: Database,
  rfcMessageIds: readonly string[],
): Promise<Delivery | null> {
  const [row] = await query<Delivery>(
    db,
    `SELECT ${columns} FROM deliveries WHERE rfc_message_id = ANY($1)
     ORDER BY array_position($1::text[], rfc_message_id) LIMIT 1`,
    [rfcMessageIds],
  );
  return row ?? null;
}

/** How many acknowledgements an address got within the last hour, besides that of the key `butNot`. */
export async function countAcknowledgements(
  db: Database,
  { to, butNot }: { to: string; butNot: string },
): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM deliveries WHERE kind = 'acknowledgement'
       AND lower(recipients_to[1]) = lower($1) AND unique_key <> $2
       AND created_at > now() - interval '1 hour'`,
    [to, butNot],
  );
  return row!.count;
}

/** A delivery that needs its workflow; a new one each time that it is sent again. */
export type DeliveryToStart = Pick<Delivery, 'id' | 'retries'>;

/**
 * Takes deliveries whose workflow is not confirmed yet; others leave them alone for a while. One that came
 * back meanwhile (from when it was sent before) is among them: its workflow sends nothing and ends, so
 * that it can be sent again.
 */
export async function claimDeliveriesToStart(
  db: Database,
  limit: number,
): Promise<DeliveryToStart[]> {
  return query<DeliveryToStart>(
    db,
    `UPDATE deliveries SET next_start_at = now() + interval '15 seconds', held_until = NULL
     WHERE id IN (
       SELECT id FROM deliveries
       WHERE NOT workflow_started AND state IN ('queued', 'bounced') AND next_start_at <= now()
       ORDER BY next_start_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING id, retries`,
    [limit],
  );
}

/** Temporal has confirmed that these have their workflows. One that is sent again has not yet. */
export async function confirmDeliveriesStarted(
  db: Database,
  started: readonly DeliveryToStart[],
): Promise<void> {
  await query(
    db,
    `UPDATE deliveries d SET workflow_started = true
     FROM unnest($1::uuid[], $2::int[]) AS started (id, retries)
     WHERE d.id = started.id AND d.retries = started.retries`,
    [started.map(({ id }) => id), started.map(({ retries }) => retries)],
  );
}

/** They could not be started now; the next round tries again. */
export async function releaseDeliveriesToStart(db: Database, ids: string[]): Promise<void> {
  await query(db, `UPDATE deliveries SET next_start_at = now() WHERE id = ANY($1)`, [ids]);
}

/** The time for which it waited for its domain's limit does not count as trying. */
const triedSince = `coalesce(tried_since + (now() - coalesce(waits_since, now())), now())`;

/** An attempt begins. */
export async function countDeliveryAttempt(db: Database, id: string): Promise<void> {
  await query(
    db,
    `UPDATE deliveries SET attempts = attempts + 1, tried_since = ${triedSince}, waits_since = NULL
     WHERE id = $1`,
    [id],
  );
}

/** It is not tried now, because its domain has sent as much as it may. */
export async function noteDeliveryWaits(db: Database, id: string, reason: string): Promise<void> {
  await query(
    db,
    `UPDATE deliveries SET reason = $2, waits_since = coalesce(waits_since, now())
     WHERE id = $1 AND state = 'queued'`,
    [id, reason],
  );
}

/** Why the last attempt failed. Answers whether it was tried for two days, so that none should follow. */
export async function noteDeliveryFailure(
  db: Database,
  id: string,
  reason: string,
): Promise<boolean> {
  const [row] = await query<{ isOver: boolean }>(
    db,
    `UPDATE deliveries SET reason = $2, tried_since = ${triedSince}, waits_since = NULL
     WHERE id = $1 AND state = 'queued' RETURNING tried_since < now() - interval '2 days' AS "isOver"`,
    [id, reason],
  );
  return row?.isOver ?? false;
}

/**
 * The server took it for these; after that it is sent to the others only. A report that it came back
 * from one of them may have been faster.
 */
export async function noteAccepted(
  db: Database,
  id: string,
  recipients: readonly string[],
): Promise<void> {
  if (recipients.length === 0) return;
  await query(
    db,
    `UPDATE deliveries SET accepted = accepted ||
       ARRAY(SELECT one FROM unnest($2::text[]) AS one WHERE lower(one) <> ALL(lower_all(came_back)))
     WHERE id = $1 AND state IN ('queued', 'bounced')`,
    [id, recipients],
  );
}

/**
 * The time of a workflow is over. When much of it went by in waiting for the domain's limit, the mail is
 * queued for another one. Answers false when it has been tried for two days, a pause between attempts
 * less. `retries`: which workflow it was; a mail that has a later one already is left alone.
 */
export async function goOnTrying(
  db: Database,
  { id, retries }: { id: string; retries: number },
): Promise<boolean> {
  const [row] = await query<{ isOver: boolean }>(
    db,
    `WITH queued AS (
       UPDATE deliveries SET workflow_started = false, next_start_at = now(), retries = retries + 1
       WHERE id = $1 AND state = 'queued' AND retries = $2
         AND ${triedSince} > now() - interval '46 hours'
       RETURNING id
     ), told AS (SELECT pg_notify('work', 'deliveries') FROM queued)
     SELECT retries = $2 AND NOT EXISTS (SELECT FROM told) AS "isOver" FROM deliveries WHERE id = $1`,
    [id, retries],
  );
  return row !== undefined && !row.isOver;
}

/**
 * How it ended. A null reason leaves the last one when it failed, and clears it when it was sent. One
 * that came back stays so: the report may be faster than the answer to the sending.
 */
export async function finishDelivery(
  db: Database,
  id: string,
  end: { state: 'sent' | 'failed'; reason: string | null },
): Promise<void> {
  await query(
    db,
    `UPDATE deliveries SET state = $2,
       reason = CASE WHEN $2 = 'sent' THEN $3 ELSE coalesce($3, reason) END,
       sent_at = CASE WHEN $2 = 'sent' THEN now() ELSE sent_at END,
       text = CASE WHEN secret THEN '' ELSE text END, html = CASE WHEN NOT secret THEN html END
     WHERE id = $1 AND NOT (state = 'bounced' AND $2 = 'sent')`,
    [id, end.state, end.reason],
  );
}

/**
 * It came back. `recipients`: from whom, as the report says; when none of them is one of the mail's own,
 * nobody counts as having it.
 */
export async function markBounced(
  db: Database,
  id: string,
  {
    reason,
    recipients,
    reportedAt,
  }: { reason: string; recipients: readonly string[]; reportedAt: Date },
): Promise<boolean> {
  const rows = await query(
    db,
    `WITH back AS (
       SELECT CASE WHEN lower_all(all_of_it) && lower_all($3::text[]) THEN lower_all($3::text[])
         ELSE lower_all(all_of_it) END AS addresses
       FROM (SELECT recipients_to || recipients_cc || recipients_bcc AS all_of_it
         FROM deliveries WHERE id = $1) AS mail
     )
     UPDATE deliveries SET state = 'bounced', reason = $2,
       accepted = ARRAY(SELECT one FROM unnest(accepted) AS one WHERE lower(one) <> ALL(addresses)),
       came_back = came_back || addresses,
       text = CASE WHEN secret THEN '' ELSE text END, html = CASE WHEN NOT secret THEN html END
     FROM back WHERE id = $1 AND (retries = 0 OR tried_since <= $4) RETURNING id`,
    [id, reason, recipients, reportedAt],
  );
  return rows.length === 1;
}

/** Whether the mail of a reply or forward came back. */
export async function cameBack(
  db: Database,
  messageId: string,
  transaction: Transaction,
): Promise<boolean> {
  const sql = `SELECT FROM deliveries WHERE message_id = $1 AND state = 'bounced'`;
  return (await query(db, sql, [messageId], transaction)).length > 0;
}

/**
 * Takes a held reply back in one statement: false when its hold is over or its mail was taken to be
 * sent. The message becomes internal, and its files may go with another one.
 */
export async function withdrawReply(
  db: Database,
  { ticket, messageId }: { ticket: number; messageId: string },
  transaction: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `WITH withdrawn AS (
       UPDATE deliveries SET state = 'withdrawn'
       WHERE message_id = $2 AND ticket = $1 AND kind = 'reply' AND state = 'queued'
         AND NOT workflow_started AND held_until > now()
       RETURNING message_id
     ), message AS (
       UPDATE messages SET withdrawn_at = now(), direction = 'internal'
       FROM withdrawn WHERE messages.id = withdrawn.message_id
     ), freed AS (
       UPDATE attachments SET message_id = NULL
       FROM withdrawn WHERE attachments.message_id = withdrawn.message_id
     ) SELECT message_id FROM withdrawn`,
    [ticket, messageId],
    transaction,
  );
  return rows.length === 1;
}

/**
 * Queues the mail of a reply or forward once more under its Message-ID, to those who have it not yet: false
 * unless it failed or came back, and the ticket was told its end, which is the last thing that its
 * workflow does.
 */
export async function requeueReply(
  db: Database,
  { ticket, messageId }: { ticket: number; messageId: string },
  transaction: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `WITH queued AS (
       UPDATE deliveries d SET state = 'queued', workflow_started = false, next_start_at = now(),
         reason = NULL, retries = retries + 1, tried_since = NULL, waits_since = NULL,
         came_back = '{}'
       WHERE message_id = $2 AND ticket = $1 AND kind IN ('reply', 'forward')
         AND state IN ('failed', 'bounced')
         AND EXISTS (SELECT FROM commands c WHERE c.id = 'delivery/' || d.id ||
           CASE WHEN d.retries = 0 THEN '' ELSE '/' || d.retries END)
       RETURNING id
     ) SELECT id, pg_notify('work', 'deliveries') FROM queued`,
    [ticket, messageId],
    transaction,
  );
  return rows.length === 1;
}
