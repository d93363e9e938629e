import { query, type Database } from './database';
import { inboundMailColumns, type InboundMail } from './inbound-mail-store';

/** How long nobody else takes a mail up, in seconds; whoever works on it for longer renews it. */
export const claimS = 10;

// What ended the program often waits longer each time.
const claim = `attempts = attempts + 1, claim = gen_random_uuid(),
  next_attempt_at = now() +
    least(3600, ${claimS} * 2 ^ greatest(attempts - 3, 0)) * interval '1 second'`;

/** From so many beginnings on it may be the mail that ends the program: it is taken up alone. */
const suspectFrom = 3;

/** Takes up a mail that has just come; null when it is done, or another has it. */
export async function claimInboundMail(db: Database, id: string): Promise<InboundMail | null> {
  const [row] = await query<InboundMail>(
    db,
    `UPDATE inbound_mails SET ${claim} WHERE id = $1 AND outcome = 'received'
       AND (claim IS NULL OR next_attempt_at <= now()) RETURNING ${inboundMailColumns}`,
    [id],
  );
  return row ?? null;
}

/**
 * Takes up mails that were left, oldest first: one, or as many as have no more than `bytes` together.
 * Several processes never take the same one.
 */
export async function claimLeftInboundMails(
  db: Database,
  { limit, bytes }: { limit: number; bytes: number },
): Promise<InboundMail[]> {
  return query(
    db,
    `WITH due AS (
       SELECT id, file_id, next_attempt_at FROM inbound_mails
       WHERE outcome = 'received' AND next_attempt_at <= now() AND attempts < ${suspectFrom}
       ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ), sized AS (
       SELECT due.id, size, sum(size) OVER (ORDER BY next_attempt_at, due.id) AS "upToIt"
       FROM due JOIN files ON files.id = due.file_id
     )
     UPDATE inbound_mails SET ${claim} 
     WHERE id IN (SELECT id FROM sized WHERE "upToIt" <= $2 OR "upToIt" = size)
     RETURNING ${inboundMailColumns}`,
    [limit, bytes],
  );
}

/** Takes up one that was begun often and never finished: what works beside it must not be blamed. */
export async function claimSuspectMail(db: Database): Promise<InboundMail | null> {
  const [row] = await query<InboundMail>(
    db,
    `UPDATE inbound_mails SET ${claim} WHERE id IN (
       SELECT id FROM inbound_mails
       WHERE outcome = 'received' AND next_attempt_at <= now() AND attempts >= ${suspectFrom}
       ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
     ) RETURNING ${inboundMailColumns}`,
  );
  return row ?? null;
}

/** Keeps a mail for longer, while it is worked on. */
export async function renewClaim(
  db: Database,
  { id, claim }: Pick<InboundMail, 'id' | 'claim'>,
): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails
     SET next_attempt_at = greatest(next_attempt_at, now() + ${claimS} * interval '1 second')
     WHERE id = $1 AND claim = $2 AND outcome = 'received'`,
    [id, claim],
  );
}

/** Gives mails back that were taken up and not begun. */
export async function unclaimInboundMail(
  db: Database,
  { id, claim }: Pick<InboundMail, 'id' | 'claim'>,
): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET attempts = attempts - 1, claim = NULL, next_attempt_at = now()
     WHERE id = $1 AND claim = $2 AND outcome = 'received'`,
    [id, claim],
  );
}

/** Leaves mails that were not begun to whoever comes first. */
export async function leaveInboundMails(db: Database, ids: readonly string[]): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET next_attempt_at = now()
     WHERE id = ANY($1) AND outcome = 'received' AND claim IS NULL`,
    [ids],
  );
}

/** It is tried again after a while, without counting as a failure. */
export async function postponeInboundMail(
  db: Database,
  { id, claim }: Pick<InboundMail, 'id' | 'claim'>,
  { seconds, reason, waitsFor }: { seconds: number; reason: string; waitsFor: 'dns' | 'earlier' },
): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET reason = $3, attempts = greatest(attempts - 1, 0), claim = NULL,
       waits = waits + CASE WHEN $5 = 'dns' THEN 1 ELSE 0 END,
       waits_for_earlier = waits_for_earlier + CASE WHEN $5 = 'earlier' THEN 1 ELSE 0 END,
       next_attempt_at = now() + $2 * interval '1 second'
     WHERE id = $1 AND outcome = 'received' AND claim = $4`,
    [id, seconds, reason, claim, waitsFor],
  );
}

/** Notes why a try failed; the pause before the next one doubles from ten seconds to an hour. */
export async function noteInboundFailure(
  db: Database,
  { id, claim }: Pick<InboundMail, 'id' | 'claim'>,
  reason: string,
): Promise<void> {
  await query(
    db,
    `UPDATE inbound_mails SET reason = $2, claim = NULL,
       next_attempt_at = now() + least(3600, 10 * 2 ^ least(attempts - 1, 10)) * interval '1 second'
     WHERE id = $1 AND outcome = 'received' AND claim = $3`,
    [id, reason, claim],
  );
}
