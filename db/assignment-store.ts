import type { AssignmentPick } from '../domain/ticket/assignment';
import { query, type Database, type Transaction } from './database';
import { familyOf } from './merge-store';

/** Among whom is picked: the members of a team, or, with null, everybody who may work tickets. */
export interface Among {
  teamId: string | null;
}

/**
 * Whose turn it is, or null when nobody is there to take one. Two who ask at once for one team are
 * asked one after the other: the second waits until the first one's transaction ends, and sees what
 * it did. Inactive agents and those who may only read are left out; those who are away come only
 * when all are. The turn is taken by `takeTurn`, in the same transaction.
 */
export async function nextInTurn(
  db: Database,
  among: Among,
  by: Exclude<AssignmentPick, 'last-agent'>,
  transaction: Transaction,
): Promise<string | null> {
  const last = await holdTurn(db, among, transaction);
  const busy = by === 'least-busy' ? `${openTickets}, ` : '';
  const [next] = await query<{ id: string }>(
    db,
    `${candidates} SELECT c.id FROM candidates c
     ORDER BY ${busy} c.id <= coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), c.id LIMIT 1`,
    [among.teamId, last],
    transaction,
  );
  return next?.id ?? null;
}

/** The agent had this turn. */
export async function takeTurn(
  db: Database,
  among: Among,
  agentId: string,
  transaction: Transaction,
): Promise<void> {
  const sql = 'UPDATE assignment_turns SET agent_id = $2 WHERE scope = $1';
  await query(db, sql, [scopeOf(among), agentId], transaction);
}

/**
 * The agent who replied last on the ticket, else the last one whom it was assigned to; null when
 * none of them is there any more.
 */
export async function lastAgentOf(
  db: Database,
  ticket: number,
  { teamId }: Among,
  transaction: Transaction,
): Promise<string | null> {
  const [last] = await query<{ id: string }>(
    db,
    `${candidates}, worked AS (
       SELECT 1 AS place, m.author->>'id' AS id, m.created_at AS at FROM messages m
       WHERE m.ticket = ANY(${familyOf('$2')}) AND m.kind = 'reply' AND m.withdrawn_at IS NULL
         AND m.author->>'type' = 'agent'
       UNION ALL
       SELECT 2, e.changes->'assigneeId'->>'to', e.at FROM ticket_events e
       WHERE e.ticket = $2 AND e.changes->'assigneeId'->>'to' IS NOT NULL
     )
     SELECT c.id FROM worked w JOIN candidates c ON c.id::text = w.id
     ORDER BY w.place, w.at DESC LIMIT 1`,
    [teamId, ticket],
    transaction,
  );
  return last?.id ?? null;
}

/** Agents who may be given tickets; those who are away only when all are. */
const candidates = /* sql */ `WITH able AS (
  SELECT a.id, a.away_since IS NOT NULL AND (a.away_until IS NULL OR a.away_until > now()) AS away
  FROM agents a WHERE a.active AND a.role <> 'read-only' AND ($1::uuid IS NULL OR EXISTS (
    SELECT FROM team_members m WHERE m.team_id = $1 AND m.agent_id = a.id))
), candidates AS (
  SELECT id FROM able WHERE NOT away OR (SELECT bool_and(away) FROM able)
)`;

const openTickets = /* sql */ `(SELECT count(*) FROM tickets t WHERE t.assignee_id = c.id
  AND t.status IN ('open', 'in_progress', 'waiting') AND t.removed IS NULL)`;

/** Holds the scope's row, made when it is the first time; answers who had the last turn. */
async function holdTurn(
  db: Database,
  among: Among,
  transaction: Transaction,
): Promise<string | null> {
  const [turn] = await query<{ agent_id: string | null }>(
    db,
    `INSERT INTO assignment_turns (scope) VALUES ($1)
     ON CONFLICT (scope) DO UPDATE SET scope = excluded.scope RETURNING agent_id`,
    [scopeOf(among)],
    transaction,
  );
  return turn!.agent_id;
}

function scopeOf({ teamId }: Among): string {
  return teamId ?? 'everybody';
}
