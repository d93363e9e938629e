import type { Database } from '../database';

/** API keys have saved views too, and a reply that was taken back is not found by its words. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
-- An agent's id is a UUID, an API key's is not.
ALTER TABLE views ALTER COLUMN owner_id TYPE text USING owner_id::text;

CREATE OR REPLACE FUNCTION search_body_again(numbers integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  UPDATE search_documents SET body = '' WHERE ticket = ANY(numbers);
  FOR one IN SELECT ticket, search_body(text, author) AS body FROM messages
    WHERE ticket = ANY(numbers) AND withdrawn_at IS NULL ORDER BY created_at, id
  LOOP
    UPDATE search_documents SET body = body || one.body
      WHERE ticket = one.ticket AND length(body) < 20000;
  END LOOP;
END $$;

CREATE TRIGGER search_message_withdrawn AFTER UPDATE OF withdrawn_at ON messages FOR EACH ROW
  WHEN (OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at)
  EXECUTE FUNCTION search_message_changed();

SELECT search_body_again(array_agg(DISTINCT ticket)) FROM messages WHERE withdrawn_at IS NOT NULL;
`);
}
