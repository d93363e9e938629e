import type { Database } from '../database';

/** Messages that are stored in one statement change the search document of their ticket once. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE AGGREGATE joined_vectors(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');

CREATE OR REPLACE FUNCTION search_messages_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT ticket, joined_vectors(search_body(text, author)) AS body
    FROM added GROUP BY ticket ORDER BY ticket
  LOOP
    INSERT INTO search_documents (ticket, body) VALUES (one.ticket, one.body)
      ON CONFLICT (ticket) DO UPDATE SET body = search_documents.body || excluded.body
      WHERE length(search_documents.body) < 20000;
    PERFORM learn_words(one.body);
  END LOOP;
  RETURN NULL;
END $$;
`);
}
