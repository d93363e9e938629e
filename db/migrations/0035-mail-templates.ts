import type { Database } from '../database';

/** The words of mails that an admin changed; those of the others are in domain/mail/templates.ts. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE mail_templates (
  key text PRIMARY KEY,
  subject text,
  body text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL
);
`);
}
