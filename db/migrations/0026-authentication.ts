import type { Database } from '../database';

/** Whether a mail comes from whom it names, and how often it waited for something else. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE inbound_mails ADD authentication jsonb, ADD waits integer NOT NULL DEFAULT 0;
`);
}
