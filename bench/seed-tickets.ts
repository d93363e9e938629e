import { query, type Database } from '../db/database';

/**
 * Fills a database with tickets as a desk has them after some years: most are closed, one in eight
 * is somebody's work. Set-wise, so that 100,000 take seconds; nothing is relayed.
 */
export async function seedTickets(db: Database, count: number): Promise<void> {
  await query(
    db,
    `INSERT INTO leads (name, email)
     SELECT 'Customer ' || i, 'customer-' || i || '@example.net' FROM generate_series(1, $1::int / 20) i`,
    [count],
  );
  await query(
    db,
    `INSERT INTO agents (name, email, role)
     SELECT 'Agent ' || i, 'agent-' || i || '@example.net', 'agent' FROM generate_series(1, 20) i`,
  );
  await query(
    db,
    `WITH a AS (SELECT array_agg(id ORDER BY email) AS ids FROM agents),
       l AS (SELECT array_agg(id ORDER BY email) AS ids FROM leads),
       drawn AS (
         SELECT nextval('ticket_number')::int AS number, i, random() AS s, random() AS p, random() AS g,
           now() - random() * interval '1000 days' AS at
         FROM generate_series(1, $1::int) i
       )
     INSERT INTO tickets
     SELECT number, 3, 'Something is wrong with device ' || i, repeat('It worked yesterday. ', 12),
       CASE WHEN s < .04 THEN 'open' WHEN s < .08 THEN 'in_progress' WHEN s < .12 THEN 'waiting'
         WHEN s < .2 THEN 'resolved' ELSE 'closed' END,
       CASE WHEN p < .3 THEN 'low' WHEN p < .75 THEN 'medium' WHEN p < .95 THEN 'high' ELSE 'urgent' END,
       CASE WHEN g < .2 THEN NULL ELSE a.ids[1 + i % cardinality(a.ids)] END,
       'lead', l.ids[1 + i % cardinality(l.ids)], ARRAY['tag-' || i % 50], 'mail', NULL, 2, at, NULL,
       at, at + random() * interval '3 days'
     FROM drawn, a, l`,
    [count],
  );
  await query(db, 'ANALYZE');
}
