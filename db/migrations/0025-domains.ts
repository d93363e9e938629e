import type { Database } from '../database';

/** Domains that mail is sent from: the key that it is signed with, what the DNS says, and a limit. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE domains (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE CHECK (name = lower(name)),
  verification_token text NOT NULL,
  dkim_selector text NOT NULL,
  -- Sealed (db/secret-box.ts).
  dkim_private_key text NOT NULL,
  -- The DER of the public key in Base64, as it stands in the DNS.
  dkim_public_key text NOT NULL,
  checks jsonb,
  checked_at timestamptz,
  verified_at timestamptz,
  -- Since when records that it was verified by are gone or wrong.
  failing_since timestamptz,
  next_check_at timestamptz NOT NULL DEFAULT now(),
  per_minute integer CHECK (per_minute > 0),
  counted_minute timestamptz,
  counted integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
`);
}
