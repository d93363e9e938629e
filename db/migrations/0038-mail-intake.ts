import type { Database } from '../database';

/**
 * Who works on a mail, so that nobody else ends it; waits for an earlier mail apart from waits for the
 * DNS. A mail repeats another only while that one is not held back. Mail is found by its recipients. Which
 * mail of a folder cannot be fetched, and how often that was tried.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE inbound_mails ADD claim uuid, ADD waits_for_earlier integer NOT NULL DEFAULT 0;

DROP INDEX inbound_mails_by_fingerprint;
CREATE UNIQUE INDEX inbound_mails_by_fingerprint ON inbound_mails (fingerprint)
  WHERE fingerprint IS NOT NULL
    AND outcome IN ('received', 'new', 'appended', 'follow_up', 'bounce');
CREATE INDEX inbound_mails_repeated ON inbound_mails (fingerprint)
  WHERE fingerprint IS NOT NULL AND outcome = 'duplicate';

CREATE INDEX inbound_mails_by_recipient ON inbound_mails
  USING gin ((lower(envelope->>'to')::jsonb) jsonb_path_ops);

ALTER TABLE imap_positions ADD failing_uid bigint, ADD failures integer NOT NULL DEFAULT 0;
`);
}
