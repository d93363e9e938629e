import { query, type Database, type Transaction } from './database';

/** The members of each of these teams. */
export function membersOfTeams(
  db: Database,
  teamIds: readonly string[],
  transaction: Transaction,
): Promise<Map<string, string[]>> {
  const sql = `SELECT team_id::text AS key, array_agg(agent_id) AS agents FROM team_members
    WHERE team_id = ANY($1::uuid[]) GROUP BY 1`;
  return agentsBy(db, sql, teamIds, transaction);
}

/** Who watches each of these tickets. */
export function watchersOfTickets(
  db: Database,
  tickets: readonly number[],
  transaction: Transaction,
): Promise<Map<number, string[]>> {
  const sql = `SELECT ticket AS key, array_agg(agent_id) AS agents FROM watchers
    WHERE ticket = ANY($1::int[]) GROUP BY 1`;
  return agentsBy(db, sql, tickets, transaction);
}

/** Of each of these tickets, the agent who snoozed it last. */
export function snoozersOfTickets(
  db: Database,
  tickets: readonly number[],
  transaction: Transaction,
): Promise<Map<number, string[]>> {
  const sql = `SELECT DISTINCT ON (e.ticket) e.ticket AS key, ARRAY[a.id] AS agents
    FROM ticket_events e JOIN agents a ON a.id::text = e.actor->>'id'
    WHERE e.ticket = ANY($1::int[]) AND e.type = 'ticket.snoozed' AND e.actor->>'type' = 'agent'
    ORDER BY e.ticket, e.seq DESC`;
  return agentsBy(db, sql, tickets, transaction);
}

/** The agent who wrote each of these messages; those of Flows and of nobody are left out. */
export function writersOfMessages(
  db: Database,
  messageIds: readonly string[],
  transaction: Transaction,
): Promise<Map<string, string[]>> {
  const sql = `SELECT m.id::text AS key, ARRAY[a.id] AS agents
    FROM messages m JOIN agents a ON a.id::text = m.author->>'id'
    WHERE m.id = ANY($1::uuid[]) AND m.author->>'type' = 'agent'`;
  return agentsBy(db, sql, messageIds, transaction);
}

/** Whom each of these messages mentions, the members of mentioned teams among them. */
export function mentionedInMessages(
  db: Database,
  messageIds: readonly string[],
  transaction: Transaction,
): Promise<Map<string, string[]>> {
  const sql = `SELECT m.message_id::text AS key,
      array_agg(DISTINCT coalesce(m.agent_id, t.agent_id)) AS agents
    FROM message_mentions m LEFT JOIN team_members t ON t.team_id = m.team_id
    WHERE m.message_id = ANY($1::uuid[]) AND coalesce(m.agent_id, t.agent_id) IS NOT NULL
    GROUP BY 1`;
  return agentsBy(db, sql, messageIds, transaction);
}

async function agentsBy<K extends string | number>(
  db: Database,
  sql: string,
  keys: readonly K[],
  transaction: Transaction,
): Promise<Map<K, string[]>> {
  if (keys.length === 0) return new Map();
  const wanted = [...new Set(keys)];
  const rows = await query<{ key: K; agents: string[] }>(db, sql, [wanted], transaction);
  return new Map(rows.map(({ key, agents }) => [key, agents]));
}
