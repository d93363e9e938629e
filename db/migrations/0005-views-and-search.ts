import type { Database } from '../database';

/**
 * Saved views, and what full-text search reads: one document a ticket, kept by triggers in the
 * transaction of whatever changes the ticket, its messages or its people.
 */
export async function up(db: Database): Promise<void> {
  await db.sequelize.query(sql);
}

const sql = /* sql */ `
BEGIN;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Words as they are written, in any language, without accents and case.
CREATE TEXT SEARCH CONFIGURATION ticketloom (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION ticketloom
  ALTER MAPPING FOR hword, hword_part, word, asciiword, numword WITH unaccent, simple;

-- An address, a file name or a link is found by each of its parts.
CREATE FUNCTION search_text(given text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT translate(left(given, 20000), '@._-/:+=&?%#\\~<>()[]{}|"*,;!$', repeat(' ', 29)) $$;

CREATE FUNCTION search_vector(given text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT to_tsvector('ticketloom', search_text(coalesce(given, ''))) $$;

CREATE TABLE search_documents (
  ticket integer PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
  -- Title, tags, people, description and further fields, weighted.
  head tsvector NOT NULL DEFAULT '',
  -- Every message, notes too.
  body tsvector NOT NULL DEFAULT ''
) WITH (fillfactor = 80, toast_tuple_target = 128);

-- The words there are, to find those meant by a misspelt one. Without a unique key, so that no
-- transaction waits for another's new words; a double one does no harm.
CREATE TABLE search_words (word text COLLATE "C" NOT NULL);

CREATE FUNCTION learn_words(vector tsvector) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_words
  SELECT w FROM unnest(tsvector_to_array(vector)) w
  WHERE length(w) BETWEEN 3 AND 24 AND w ~ '^[[:alpha:]]+$'
    AND NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = w COLLATE "C")
$$;

-- The whole row comes in and is read as JSON, so that a column of a later release is searched too.
CREATE FUNCTION search_head(t tickets) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT setweight(search_vector(t.title), 'A')
    || setweight(search_vector(array_to_string(t.tags, ' ') || ' ' || coalesce((
      SELECT concat_ws(' ', c.name, c.email, l.name, l.email, a.name)
      FROM (SELECT 1) one
      LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
      LEFT JOIN contacts c
        ON c.id = CASE t.requester_type WHEN 'contact' THEN t.requester_id ELSE l.converted_to END
      LEFT JOIN accounts a ON a.id = c.account_id), '')), 'B')
    || setweight(search_vector((
      SELECT string_agg(value #>> '{}', ' ')
      FROM jsonb_path_query(to_jsonb(t) -> 'custom_fields', '$.** ? (@.type() != "object" && @.type() != "array")') value)), 'B')
    || setweight(search_vector(t.description), 'C')
$$;

CREATE FUNCTION search_body(text, jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT strip(search_vector($1) || search_vector(concat_ws(' ', $2->>'name', $2->>'email')))
$$;

-- A ticket with more than 20,000 different words is found by the first of them: a document may
-- not grow past what Postgres keeps (1 MB), and no change may fail because of search.
CREATE FUNCTION search_ticket_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_documents (ticket, head)
    SELECT n.number, search_head(t) FROM added n JOIN tickets t ON t.number = n.number
    ON CONFLICT (ticket) DO UPDATE SET head = excluded.head;
  PERFORM learn_words(d.head) FROM search_documents d JOIN added n ON n.number = d.ticket;
  RETURN NULL;
END $$;
CREATE TRIGGER search_ticket_added AFTER INSERT ON tickets
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_ticket_added();

CREATE FUNCTION search_ticket_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_documents SET head = search_head(NEW) WHERE ticket = NEW.number;
  PERFORM learn_words(d.head) FROM search_documents d WHERE d.ticket = NEW.number;
  RETURN NULL;
END $$;
CREATE TRIGGER search_ticket_changed AFTER UPDATE ON tickets FOR EACH ROW
  WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.description IS DISTINCT FROM NEW.description
    OR OLD.tags IS DISTINCT FROM NEW.tags OR OLD.requester_id IS DISTINCT FROM NEW.requester_id)
  EXECUTE FUNCTION search_ticket_changed();

CREATE FUNCTION search_messages_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT ticket, search_body(text, author) AS body FROM added LOOP
    INSERT INTO search_documents (ticket, body) VALUES (one.ticket, one.body)
      ON CONFLICT (ticket) DO UPDATE SET body = search_documents.body || excluded.body
      WHERE length(search_documents.body) < 20000;
    PERFORM learn_words(one.body);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER search_messages_added AFTER INSERT ON messages
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_messages_added();

CREATE FUNCTION search_body_again(numbers integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  UPDATE search_documents SET body = '' WHERE ticket = ANY(numbers);
  FOR one IN SELECT ticket, search_body(text, author) AS body FROM messages
    WHERE ticket = ANY(numbers) ORDER BY created_at, id
  LOOP
    UPDATE search_documents SET body = body || one.body
      WHERE ticket = one.ticket AND length(body) < 20000;
  END LOOP;
END $$;

-- A message that went to another ticket, was erased or changed.
CREATE FUNCTION search_message_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_body_again(ARRAY[OLD.ticket, CASE TG_OP WHEN 'UPDATE' THEN NEW.ticket END]);
  RETURN NULL;
END $$;
CREATE TRIGGER search_message_changed AFTER UPDATE OF ticket, text ON messages FOR EACH ROW
  WHEN (OLD.ticket <> NEW.ticket OR OLD.text <> NEW.text) EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER search_message_removed AFTER DELETE ON messages FOR EACH ROW
  EXECUTE FUNCTION search_message_changed();

CREATE FUNCTION search_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_documents d SET head = search_head(t) FROM tickets t
    WHERE t.number = d.ticket AND t.requester_id IN (
      SELECT NEW.id UNION ALL SELECT id FROM leads WHERE converted_to = NEW.id);
  PERFORM learn_words(search_vector(NEW.name));
  RETURN NULL;
END $$;
CREATE TRIGGER search_contact_changed AFTER UPDATE ON contacts FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.email <> NEW.email OR OLD.account_id IS DISTINCT FROM NEW.account_id)
  EXECUTE FUNCTION search_person_changed();
CREATE TRIGGER search_lead_changed AFTER UPDATE ON leads FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.email <> NEW.email
    OR OLD.converted_to IS DISTINCT FROM NEW.converted_to)
  EXECUTE FUNCTION search_person_changed();

CREATE FUNCTION search_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_documents d SET head = search_head(t) FROM tickets t
    WHERE t.number = d.ticket AND t.requester_id IN (
      SELECT c.id FROM contacts c WHERE c.account_id = NEW.id
      UNION ALL SELECT l.id FROM leads l JOIN contacts c ON c.id = l.converted_to
        WHERE c.account_id = NEW.id);
  PERFORM learn_words(search_vector(NEW.name));
  RETURN NULL;
END $$;
CREATE TRIGGER search_account_changed AFTER UPDATE ON accounts FOR EACH ROW
  WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION search_account_changed();

-- What is there already.
INSERT INTO search_documents (ticket, head, body)
  SELECT t.number, search_head(t), coalesce((
    SELECT search_body(left(string_agg(m.text || ' ' || coalesce(m.author->>'name', ''), ' '), 200000), '{}')
    FROM messages m WHERE m.ticket = t.number), '')
  FROM tickets t;
INSERT INTO search_words SELECT word FROM ts_stat('SELECT head || body FROM search_documents')
  WHERE length(word) BETWEEN 3 AND 24 AND word ~ '^[[:alpha:]]+$';

CREATE INDEX search_documents_words ON search_documents USING gin ((head || body))
  WITH (fastupdate = on, gin_pending_list_limit = 1024);
CREATE INDEX search_words_word ON search_words (word);
CREATE INDEX search_words_alike ON search_words USING gin (word gin_trgm_ops);
CREATE INDEX contacts_alike ON contacts USING gin ((lower(name || ' ' || email)) gin_trgm_ops);
CREATE INDEX leads_alike ON leads
  USING gin ((lower(coalesce(name, '') || ' ' || email)) gin_trgm_ops) WHERE converted_to IS NULL;

-- With the limits that these questions need, and only for them.
CREATE FUNCTION words_like(wanted text) RETURNS TABLE (word text)
  LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.2 AS $$
  SELECT k.word FROM (
    SELECT DISTINCT w.word FROM search_words w
    WHERE w.word % wanted AND abs(length(w.word) - length(wanted)) <= 2
  ) k ORDER BY similarity(k.word, wanted) DESC, k.word LIMIT 60
$$;

-- Saved views -----------------------------------------------------------------------------------

CREATE TABLE views (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('private', 'all')),
  owner_id uuid,
  -- The query of the list as its address holds it, such as {"priority": "urgent,high"}.
  filter jsonb NOT NULL DEFAULT '{}',
  sort text NOT NULL DEFAULT '-createdAt',
  columns text[] NOT NULL,
  position integer NOT NULL DEFAULT 100,
  -- The ones that came with the product; their names are in the catalogue of the UI's words.
  shipped text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX views_of_owner ON views (owner_id);

INSERT INTO views (name, visibility, filter, sort, columns, position, shipped)
SELECT name, 'all', filter::jsonb, sort,
  '{number,title,requester,status,priority,assignee,age,updated}', position, shipped
FROM (VALUES
  ('All open tickets', '{}', '-createdAt', 1, 'all'),
  ('My tickets', '{"assignee": "me"}', '-createdAt', 2, 'mine'),
  ('Unassigned', '{"assignee": "none"}', '-createdAt', 3, 'unassigned'),
  ('Waiting', '{"status": "waiting"}', 'updatedAt', 4, 'waiting'),
  ('Urgent and high', '{"priority": "high,urgent"}', '-priority', 5, 'urgent')
) v (name, filter, sort, position, shipped);

COMMIT;
`;
