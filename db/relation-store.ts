import { linkKinds } from '../domain/ticket/link';
import type { Status } from '../domain/ticket/status';
import { query, type Database } from './database';

/** What another ticket is to the one that is looked at. */
export const relationKinds = [
  'merged_into',
  'merged_from',
  'follow_up_of',
  'followed_up_by',
  ...linkKinds,
] as const;

export interface Relation {
  kind: (typeof relationKinds)[number];
  ticket: {
    number: number;
    title: string;
    status: Status;
    requester: { name: string | null; email: string };
  };
}

/** The tickets that have to do with one, oldest first, each with what it is to it. */
export async function listRelations(db: Database, ticket: number): Promise<Relation[]> {
  const rows = await query<{
    kind: Relation['kind'];
    number: number;
    title: string;
    status: Status;
    name: string | null;
    email: string;
  }>(
    db,
    `WITH one AS (SELECT * FROM tickets WHERE number = $1), related (kind, number) AS (
       SELECT 'merged_into', merged_into FROM one
       UNION ALL SELECT 'merged_from', unnest(merged_from) FROM one
       UNION ALL SELECT 'follow_up_of', follow_up_of FROM one
       UNION ALL SELECT 'followed_up_by', number FROM tickets WHERE follow_up_of = $1
       UNION ALL SELECT link->>'kind', (link->>'number')::int
         FROM one, jsonb_array_elements(links) link
     )
     SELECT r.kind, t.number, t.title, t.status, coalesce(c.name, l.name) AS name,
       coalesce(c.email, l.email) AS email
     FROM related r JOIN tickets t ON t.number = r.number
     LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
     LEFT JOIN contacts c
       ON c.id = CASE t.requester_type WHEN 'contact' THEN t.requester_id ELSE l.converted_to END
     ORDER BY t.number LIMIT 300`,
    [ticket],
  );
  return rows.map(({ kind, number, title, status, name, email }) => ({
    kind,
    ticket: { number, title, status, requester: { name, email } },
  }));
}
