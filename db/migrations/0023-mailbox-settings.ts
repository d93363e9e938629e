import type { Database } from '../database';

/**
 * What each mailbox does: what replies to old tickets become, who may join, what is sent by itself,
 * and the servers that its mail goes by. Passwords are sealed (`db/secret-box.ts`).
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE mailboxes
  ADD signature text NOT NULL DEFAULT '',
  ADD reply_address text NOT NULL DEFAULT 'none' CHECK (reply_address IN ('none', 'plus', 'reply')),
  ADD resolved_reply text NOT NULL DEFAULT 'reopen' CHECK (resolved_reply IN ('reopen', 'follow_up')),
  ADD closed_reply text NOT NULL DEFAULT 'follow_up' CHECK (closed_reply IN ('reopen', 'follow_up')),
  ADD reopen_days integer CHECK (reopen_days > 0),
  ADD same_account_may_join boolean NOT NULL DEFAULT false,
  ADD acknowledges boolean NOT NULL DEFAULT false,
  ADD surveys boolean NOT NULL DEFAULT false,
  ADD smtp jsonb,
  ADD smtp_password text,
  ADD imap jsonb,
  ADD imap_password text;

ALTER TABLE inbound_mails
  DROP CONSTRAINT inbound_mails_via_check,
  ADD CHECK (via IN ('smtp', 'http', 'imap', 'mailgun', 'sendgrid', 'postmark', 'ses'));
`);
}
