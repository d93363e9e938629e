import type { Database } from '../database';

/**
 * How far each mailbox's IMAP folder is fetched, and which process fetches it. `since` keeps the mail
 * that was there long before out; accounts stored before it begin today.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE imap_positions (
  mailbox_id uuid PRIMARY KEY REFERENCES mailboxes ON DELETE CASCADE,
  account text NOT NULL,
  uid_validity bigint,
  last_uid bigint NOT NULL DEFAULT 0,
  holder uuid,
  held_until timestamptz
);

UPDATE mailboxes SET imap = imap || jsonb_build_object('since', to_char(now(), 'YYYY-MM-DD'))
WHERE imap IS NOT NULL;
`);
}
