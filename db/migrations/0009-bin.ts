import type { Database } from '../database';

/** Tickets in the bin or among spam, and what finding all that belongs to a ticket needs. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE tickets ADD COLUMN removed text CHECK (removed IN ('bin', 'spam'));
ALTER TABLE tickets ADD COLUMN removed_at timestamptz;
CREATE INDEX tickets_removed ON tickets (removed, updated_at DESC, number DESC)
  WHERE removed IS NOT NULL;
CREATE INDEX tickets_to_purge ON tickets (removed_at) WHERE removed IS NOT NULL;

CREATE INDEX attachments_of_file ON attachments (file_id);
CREATE INDEX inbound_mails_of_file ON inbound_mails (file_id);
CREATE INDEX inbound_mails_of_ticket ON inbound_mails (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX deliveries_of_ticket ON deliveries (ticket) WHERE ticket IS NOT NULL;
`);
}
