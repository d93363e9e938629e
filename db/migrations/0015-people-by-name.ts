import type { Database } from '../database';

/** People and companies in the order of their names, found by letters, with what belongs to them. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE INDEX contacts_by_name ON contacts (lower(name), id);
CREATE INDEX contacts_of_account ON contacts (account_id, lower(name), id)
  WHERE account_id IS NOT NULL;
CREATE INDEX leads_by_name ON leads (lower(coalesce(name, email)), id) WHERE converted_to IS NULL;
CREATE INDEX accounts_by_name ON accounts (lower(name), id);
CREATE INDEX accounts_alike ON accounts USING gin (lower(name) gin_trgm_ops);
CREATE INDEX conversations_of_person ON conversations (person_id, updated_at DESC)
  WHERE person_id IS NOT NULL;
`);
}
