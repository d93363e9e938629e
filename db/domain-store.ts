import type { RecordCheck } from '../domain/mail/domain-records';
import { query, type Database } from './database';

/** A domain that mail is sent from. */
export interface Domain {
  id: string;
  name: string;
  verificationToken: string;
  dkimSelector: string;
  dkimPublicKey: string;
  checks: RecordCheck[] | null;
  checkedAt: Date | null;
  verifiedAt: Date | null;
  failingSince: Date | null;
  /** How many mails may leave in a minute; null: as many as come. */
  perMinute: number | null;
  createdAt: Date;
}

const columns = `id, name, verification_token AS "verificationToken", dkim_selector AS "dkimSelector",
  dkim_public_key AS "dkimPublicKey", checks, checked_at AS "checkedAt", verified_at AS "verifiedAt",
  failing_since AS "failingSince", per_minute AS "perMinute", created_at AS "createdAt"`;

export async function listDomains(db: Database): Promise<Domain[]> {
  return query(db, `SELECT ${columns} FROM domains ORDER BY name`);
}

export async function findDomain(db: Database, id: string): Promise<Domain | null> {
  const [row] = await query<Domain>(db, `SELECT ${columns} FROM domains WHERE id = $1`, [id]);
  return row ?? null;
}

/** Adds a domain with its sealed private key; null when it is there already. */
export async function createDomain(
  db: Database,
  domain: Pick<Domain, 'name' | 'verificationToken' | 'dkimSelector' | 'dkimPublicKey'> & {
    sealedPrivateKey: string;
  },
): Promise<Domain | null> {
  const [row] = await query<Domain>(
    db,
    `INSERT INTO domains (name, verification_token, dkim_selector, dkim_public_key, dkim_private_key)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING RETURNING ${columns}`,
    [
      domain.name,
      domain.verificationToken,
      domain.dkimSelector,
      domain.dkimPublicKey,
      domain.sealedPrivateKey,
    ],
  );
  return row ?? null;
}

/** Sets its limit; null when there is no such domain. */
export async function limitDomain(
  db: Database,
  id: string,
  perMinute: number | null,
): Promise<Domain | null> {
  const sql = `UPDATE domains SET per_minute = $2 WHERE id = $1 RETURNING ${columns}`;
  const [row] = await query<Domain>(db, sql, [id, perMinute]);
  return row ?? null;
}

export async function deleteDomain(db: Database, id: string): Promise<boolean> {
  return (await query(db, 'DELETE FROM domains WHERE id = $1 RETURNING id', [id])).length === 1;
}

/**
 * The domain that mail of an address is sent from: its own, or the nearest that it is below; those whose
 * records are right come first.
 */
export async function findSendingDomain(
  db: Database,
  address: string,
): Promise<(Domain & { sealedPrivateKey: string }) | null> {
  const labels = address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.');
  const names = labels.map((_label, at) => labels.slice(at).join('.'));
  const [row] = await query<Domain & { sealedPrivateKey: string }>(
    db,
    `SELECT ${columns}, dkim_private_key AS "sealedPrivateKey" FROM domains
     WHERE name = ANY($1)
     ORDER BY verified_at IS NULL, failing_since IS NOT NULL, length(name) DESC LIMIT 1`,
    [names],
  );
  return row ?? null;
}

/**
 * Notes what the DNS said. `isVerified`: everything that is needed to send is right; null when it could
 * not be asked, which changes nothing. Verified ones are looked at daily, others every five minutes.
 */
export async function noteDomainChecks(
  db: Database,
  id: string,
  { checks, isVerified }: { checks: RecordCheck[]; isVerified: boolean | null },
): Promise<Domain | null> {
  const [row] = await query<Domain>(
    db,
    `UPDATE domains SET checks = $2, checked_at = now(),
       verified_at = CASE WHEN $3 THEN coalesce(verified_at, now()) ELSE verified_at END,
       failing_since = CASE WHEN $3 THEN NULL
         WHEN NOT $3 AND verified_at IS NOT NULL THEN coalesce(failing_since, now())
         ELSE failing_since END,
       next_check_at = now() + CASE WHEN $3 THEN interval '1 day' ELSE interval '5 minutes' END
     WHERE id = $1 RETURNING ${columns}`,
    [id, JSON.stringify(checks), isVerified],
  );
  return row ?? null;
}

/** Takes domains whose next look is due; others leave them alone for a while. */
export async function claimDomainsToCheck(db: Database, limit: number): Promise<Domain[]> {
  return query(
    db,
    `UPDATE domains SET next_check_at = now() + interval '5 minutes' WHERE id IN (
       SELECT id FROM domains WHERE next_check_at <= now() ORDER BY next_check_at LIMIT $1
       FOR UPDATE SKIP LOCKED
     ) RETURNING ${columns}`,
    [limit],
  );
}

/**
 * Counts a mail that leaves; false when the domain's limit for this minute is reached. By the clock and not
 * by now(): a statement that waited for the row would still be in the minute in which it began.
 */
export async function countSending(db: Database, id: string): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE domains SET (counted_minute, counted) = (
       SELECT greatest(counted_minute, minute),
         CASE WHEN counted_minute >= minute THEN counted + 1 ELSE 1 END
       FROM (SELECT date_trunc('minute', clock_timestamp()) AS minute) AS this)
     WHERE id = $1 AND (per_minute IS NULL OR counted < per_minute OR counted_minute IS NULL
       OR counted_minute < date_trunc('minute', clock_timestamp()))
     RETURNING id`,
    [id],
  );
  return rows.length === 1;
}
