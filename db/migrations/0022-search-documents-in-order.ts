import type { Database } from '../database';

/**
 * Whatever changes the search documents of several tickets holds them in the order of their
 * tickets, so that two who want the same never deadlock.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE FUNCTION search_heads_again(requesters uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH held AS (
    SELECT d.ticket FROM tickets t JOIN search_documents d ON d.ticket = t.number
    WHERE t.requester_id = ANY(requesters) ORDER BY d.ticket FOR UPDATE OF d
  )
  UPDATE search_documents d SET head = search_head(t)
  FROM held JOIN tickets t ON t.number = held.ticket WHERE d.ticket = held.ticket
$$;

CREATE OR REPLACE FUNCTION search_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_heads_again(ARRAY(
    SELECT NEW.id UNION ALL SELECT id FROM leads WHERE converted_to = NEW.id));
  PERFORM learn_words(search_vector(NEW.name));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_heads_again(ARRAY(
    SELECT c.id FROM contacts c WHERE c.account_id = NEW.id
    UNION ALL SELECT l.id FROM leads l JOIN contacts c ON c.id = l.converted_to
      WHERE c.account_id = NEW.id));
  PERFORM learn_words(search_vector(NEW.name));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION search_body_again(numbers integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  PERFORM FROM search_documents WHERE ticket = ANY(numbers) ORDER BY ticket FOR UPDATE;
  UPDATE search_documents SET body = '' WHERE ticket = ANY(numbers);
  FOR one IN SELECT ticket, search_body(text, author) AS body FROM messages
    WHERE ticket = ANY(numbers) AND withdrawn_at IS NULL ORDER BY created_at, id
  LOOP
    UPDATE search_documents SET body = body || one.body
      WHERE ticket = one.ticket AND length(body) < 20000;
  END LOOP;
END $$;
`);
}
