import { doings, presenceLastsMs, type Doing } from '../domain/ticket/presence';
import { query, type Database } from './database';

/** One open page of a ticket. */
export interface PresencePage {
  ticket: number;
  /** The browser's own name for the page (UUID). */
  page: string;
  agentId: string;
}

export interface PresentAgent {
  id: string;
  name: string;
  doing: Doing;
}

const lasts = `interval '${presenceLastsMs} milliseconds'`;

/** Notes that a page is there, and tells the others when that is news. */
export async function notePresence(
  db: Database,
  { ticket, page, agentId, doing }: PresencePage & { doing: Doing },
): Promise<void> {
  await query(
    db,
    `WITH known AS (
       SELECT 1 FROM presence
       WHERE ticket = $1 AND page = $2 AND doing = $4 AND seen_at > now() - ${lasts}
     ), noted AS (
       INSERT INTO presence (ticket, page, agent_id, doing) VALUES ($1, $2, $3, $4)
       ON CONFLICT (ticket, page) DO UPDATE SET doing = excluded.doing, seen_at = now()
         WHERE presence.agent_id = excluded.agent_id
     )
     SELECT CASE WHEN NOT EXISTS (SELECT FROM known) THEN pg_notify('presence', $1::int::text) END`,
    [ticket, page, agentId, doing],
  );
  await forgetStale(db, ticket);
}

/** By itself and waiting for nobody: a page that is held comes back just now. */
async function forgetStale(db: Database, ticket: number): Promise<void> {
  await query(
    db,
    `DELETE FROM presence WHERE ticket = $1 AND page = ANY(ARRAY(
       SELECT page FROM presence WHERE ticket = $1 AND seen_at < now() - ${lasts}
       ORDER BY page FOR UPDATE SKIP LOCKED))`,
    [ticket],
  );
}

/** Notes that a page was left. */
export async function endPresence(
  db: Database,
  { ticket, page, agentId }: PresencePage,
): Promise<void> {
  await query(
    db,
    `WITH left_now AS (
       DELETE FROM presence WHERE ticket = $1 AND page = $2 AND agent_id = $3 RETURNING ticket
     )
     SELECT pg_notify('presence', ticket::text) FROM left_now`,
    [ticket, page, agentId],
  );
}

/** The other agents who are on a ticket, each with the most that they do there. */
export async function agentsPresent(
  db: Database,
  ticket: number,
  butNot: string,
): Promise<PresentAgent[]> {
  return query(
    db,
    `SELECT DISTINCT ON (a.name, a.id) a.id, a.name, p.doing
     FROM presence p JOIN agents a ON a.id = p.agent_id
     WHERE p.ticket = $1 AND p.agent_id <> $2 AND a.active AND p.seen_at > now() - ${lasts}
     ORDER BY a.name, a.id, array_position($3::text[], p.doing) DESC`,
    [ticket, butNot, doings],
  );
}
