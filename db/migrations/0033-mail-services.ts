import type { Database } from '../database';

/** Services that hand over mail by HTTP: the token of each one's address, and its key. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE mail_services (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service text NOT NULL CHECK (service IN ('mailgun', 'sendgrid', 'postmark', 'ses')),
  name text NOT NULL,
  token text NOT NULL,
  -- Sealed (db/secret-box.ts).
  key text,
  settings jsonb NOT NULL DEFAULT '{}',
  last_received_at timestamptz,
  last_problem text,
  last_problem_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
`);
}
