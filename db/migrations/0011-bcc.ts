import type { Database } from '../database';

/** Who gets a mail without the others seeing it. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(
    `ALTER TABLE deliveries ADD COLUMN recipients_bcc text[] NOT NULL DEFAULT '{}'`,
  );
}
