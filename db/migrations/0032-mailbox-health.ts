import type { Database } from '../database';

/** When each mailbox's mail server last did its work, and since when and why it does not. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE mailbox_health (
  mailbox_id uuid NOT NULL REFERENCES mailboxes ON DELETE CASCADE,
  way text NOT NULL CHECK (way IN ('smtp', 'imap')),
  last_success_at timestamptz,
  failing_since timestamptz,
  problem text,
  PRIMARY KEY (mailbox_id, way)
);
`);
}
