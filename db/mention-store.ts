import { query, type Database, type Transaction } from './database';

/** Whom a note mentions, by the name that stands in its text. */
export interface Mention {
  type: 'agent' | 'team';
  id: string;
  name: string;
}

export async function storeMentions(
  db: Database,
  messageId: string,
  mentions: readonly Mention[],
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO message_mentions (message_id, position, agent_id, team_id, name)
     SELECT $1, position, CASE type WHEN 'agent' THEN id END, CASE type WHEN 'team' THEN id END, name
     FROM jsonb_to_recordset($2::jsonb) AS m (position int, type text, id uuid, name text)
     ON CONFLICT DO NOTHING`,
    [messageId, JSON.stringify(mentions.map((one, position) => ({ ...one, position })))],
    transaction,
  );
}

/** The mentions of the message `m` as JSON, for the thread. */
export const mentionsJson = `CASE WHEN m.kind = 'note' THEN (
  SELECT json_agg(json_build_object('type', CASE WHEN p.team_id IS NULL THEN 'agent' ELSE 'team' END,
    'id', coalesce(p.agent_id, p.team_id), 'name', p.name) ORDER BY p.position)
  FROM message_mentions p WHERE p.message_id = m.id) END`;
