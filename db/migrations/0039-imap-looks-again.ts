import type { Database } from '../database';

/**
 * Up to which mail a folder is looked at again, and when mails of it were left out. What came by IMAP and is
 * held back is found by its content.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE imap_positions
  ADD known_up_to_uid bigint NOT NULL DEFAULT 0,
  ADD left_out_at timestamptz[] NOT NULL DEFAULT '{}';

CREATE INDEX inbound_mails_held ON inbound_mails (fingerprint)
  WHERE fingerprint IS NOT NULL AND via = 'imap'
    AND outcome IN ('quarantined', 'blocked', 'ignored', 'unreadable');
`);
}
