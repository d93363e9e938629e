import { satisfiedFrom } from '../domain/ticket/rating';
import { query, type Database } from './database';

/** Whole days of one time zone: `from` and `to` are its dates, both included. */
export interface ReportPeriod {
  from: string;
  to: string;
  timeZone: string;
}

export interface AgentFigures {
  id: string;
  name: string;
  /** Assigned to the agent now and not yet resolved. */
  open: number;
  resolved: number;
  replies: number;
  medianFirstResponseSeconds: number | null;
  /** Of the agent's tickets now: rated in the period, and of those by satisfied customers. */
  rated: number;
  satisfied: number;
}

export interface TeamFigures {
  id: string;
  name: string;
  /** Tickets of the period that the team has now. */
  created: number;
  /** Of the team now and not yet resolved. */
  open: number;
  resolved: number;
  medianFirstResponseSeconds: number | null;
}

/** The moments between which a period lies; $1 from, $2 to, $3 time zone. */
const period = /* sql */ `
  period AS (
    SELECT $1::date::timestamp AT TIME ZONE $3 AS starts,
      ($2::date + 1)::timestamp AT TIME ZONE $3 AS ends
  )`;

/** What is in the bin or among spam counts nowhere. */
const isKept = (event: string): string =>
  `NOT EXISTS (SELECT FROM tickets k WHERE k.number = ${event}.ticket AND k.removed IS NOT NULL)`;

/** A ticket that was rated in the period. */
const isRated = /* sql */ `rated_at >= starts AND rated_at < ends AND removed IS NULL`;
const isSatisfied = `rating >= ${satisfiedFrom}`;

/**
 * Each time that a ticket stopped being work; one that was reopened can be resolved again. What a
 * reply set and was taken back with it never was.
 */
const resolutions = /* sql */ `
  resolutions AS (
    SELECT e.at, e.facts->>'assigneeId' AS assignee, e.facts->>'teamId' AS team, e.actor
    FROM period, ticket_events e
    WHERE e.at >= starts AND e.at < ends AND e.type = 'ticket.status_changed' AND ${isKept('e')}
      AND e.changes->'status'->>'to' IN ('resolved', 'closed')
      AND e.changes->'status'->>'from' NOT IN ('resolved', 'closed')
      AND NOT EXISTS (
        SELECT 1 FROM ticket_events r JOIN messages m ON m.id = r.message_id
        WHERE r.ticket = e.ticket AND r.cause->>'commandId' = e.cause->>'commandId'
          AND r.type = 'message.reply_added' AND m.withdrawn_at IS NOT NULL)
  )`;

/** An agent's reply that was not taken back before it left; "e" is its event. */
const repliedByAgent = /* sql */ `
  e.type = 'message.reply_added' AND e.actor->>'type' = 'agent' AND NOT EXISTS (
    SELECT 1 FROM messages m WHERE m.id = e.message_id AND m.withdrawn_at IS NOT NULL
  )`;

/** For each ticket of the period that an agent answered: who was first, and after how long. */
const firstResponses = /* sql */ `
  first_responses AS (
    SELECT r.agent, t.team_id AS team, extract(epoch FROM r.at - t.created_at) AS seconds
    FROM period, tickets t CROSS JOIN LATERAL (
      SELECT e.at, e.actor->>'id' AS agent FROM ticket_events e
      WHERE e.ticket = t.number AND ${repliedByAgent}
      ORDER BY e.seq LIMIT 1
    ) r
    WHERE t.created_at >= starts AND t.created_at < ends AND t.removed IS NULL
  )`;

/** Created and resolved on each day, days without either included. */
export async function readTicketsPerDay(
  db: Database,
  { from, to, timeZone }: ReportPeriod,
): Promise<{ day: string; created: number; resolved: number }[]> {
  return query(
    db,
    `WITH ${period}, ${resolutions},
       created AS (
         SELECT (created_at AT TIME ZONE $3)::date AS day, count(*)::int AS n
         FROM period, tickets
         WHERE created_at >= starts AND created_at < ends AND removed IS NULL GROUP BY 1
       ),
       resolved AS (
         SELECT (at AT TIME ZONE $3)::date AS day, count(*)::int AS n FROM resolutions GROUP BY 1
       )
     SELECT to_char(d, 'YYYY-MM-DD') AS day,
       coalesce(created.n, 0) AS created, coalesce(resolved.n, 0) AS resolved
     FROM generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') d
     LEFT JOIN created ON created.day = d::date
     LEFT JOIN resolved ON resolved.day = d::date
     ORDER BY d`,
    [from, to, timeZone],
  );
}

/** How long customers waited for the first answer of an agent, for tickets of the period. */
export async function readFirstResponse(
  db: Database,
  { from, to, timeZone }: ReportPeriod,
): Promise<{ answered: number; medianSeconds: number | null; p90Seconds: number | null }> {
  const [row] = await query<{
    answered: number;
    medianSeconds: number | null;
    p90Seconds: number | null;
  }>(
    db,
    `WITH ${period}, ${firstResponses}
     SELECT count(*)::int AS answered,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS "medianSeconds",
       percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)::float8 AS "p90Seconds"
     FROM first_responses`,
    [from, to, timeZone],
  );
  return row!;
}

/** How many customers were asked in the period, and what those say who rated in it. */
export async function readSatisfaction(
  db: Database,
  { from, to, timeZone }: ReportPeriod,
): Promise<{ asked: number; rated: number; satisfied: number }> {
  const [row] = await query<{ asked: number; rated: number; satisfied: number }>(
    db,
    `WITH ${period},
       asked AS (
         SELECT count(*)::int AS n FROM period, surveys s
         WHERE asked_at >= starts AND asked_at < ends AND ${isKept('s')}
       )
     SELECT (SELECT n FROM asked) AS asked, count(*)::int AS rated,
       count(*) FILTER (WHERE ${isSatisfied})::int AS satisfied
     FROM period, tickets WHERE ${isRated}`,
    [from, to, timeZone],
  );
  return row!;
}

/** What is to be dealt with now, however old: by priority and by full days since it came. */
export async function readOpenTickets(
  db: Database,
): Promise<{ priority: string; age: string; unassigned: boolean; count: number }[]> {
  return query(
    db,
    `SELECT priority,
       CASE WHEN created_at > now() - interval '1 day' THEN 'day'
         WHEN created_at > now() - interval '3 days' THEN 'three-days'
         WHEN created_at > now() - interval '7 days' THEN 'week'
         WHEN created_at > now() - interval '30 days' THEN 'month'
         ELSE 'older' END AS age,
       assignee_id IS NULL AS unassigned, count(*)::int AS count
     FROM tickets WHERE status IN ('open', 'in_progress', 'waiting') AND removed IS NULL
     GROUP BY 1, 2, 3`,
  );
}

/** Every agent who is active or did something in the period, by name. */
export async function readAgentFigures(
  db: Database,
  { from, to, timeZone }: ReportPeriod,
): Promise<AgentFigures[]> {
  return query(
    db,
    `WITH ${period}, ${resolutions}, ${firstResponses},
       open AS (
         SELECT assignee_id::text AS agent, count(*)::int AS n FROM tickets
         WHERE status IN ('open', 'in_progress', 'waiting') AND assignee_id IS NOT NULL
           AND removed IS NULL GROUP BY 1
       ),
       resolved AS (
         SELECT coalesce(assignee, actor->>'id') AS agent, count(*)::int AS n
         FROM resolutions GROUP BY 1
       ),
       replies AS (
         SELECT e.actor->>'id' AS agent, count(*)::int AS n FROM period, ticket_events e
         WHERE e.at >= starts AND e.at < ends AND ${repliedByAgent} AND ${isKept('e')}
         GROUP BY 1
       ),
       ratings AS (
         SELECT assignee_id AS agent, count(*)::int AS rated,
           count(*) FILTER (WHERE ${isSatisfied})::int AS satisfied
         FROM period, tickets WHERE ${isRated} GROUP BY 1
       ),
       responses AS (
         SELECT agent, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS median
         FROM first_responses GROUP BY 1
       )
     SELECT a.id, a.name, coalesce(open.n, 0) AS open, coalesce(resolved.n, 0) AS resolved,
       coalesce(replies.n, 0) AS replies, responses.median AS "medianFirstResponseSeconds",
       coalesce(ratings.rated, 0) AS rated, coalesce(ratings.satisfied, 0) AS satisfied
     FROM agents a
     LEFT JOIN open ON open.agent = a.id::text
     LEFT JOIN resolved ON resolved.agent = a.id::text
     LEFT JOIN replies ON replies.agent = a.id::text
     LEFT JOIN responses ON responses.agent = a.id::text
     LEFT JOIN ratings ON ratings.agent = a.id
     WHERE (a.active AND a.role <> 'read-only') OR open.n > 0 OR resolved.n > 0 OR replies.n > 0
       OR ratings.rated > 0
     ORDER BY lower(a.name), a.id`,
    [from, to, timeZone],
  );
}

/** Every team, by name. */
export async function readTeamFigures(
  db: Database,
  { from, to, timeZone }: ReportPeriod,
): Promise<TeamFigures[]> {
  return query(
    db,
    `WITH ${period}, ${resolutions}, ${firstResponses},
       tickets_of AS (
         SELECT team_id AS team,
           count(*) FILTER (WHERE created_at >= starts AND created_at < ends)::int AS created,
           count(*) FILTER (WHERE status IN ('open', 'in_progress', 'waiting'))::int AS open
         FROM period, tickets WHERE team_id IS NOT NULL AND removed IS NULL GROUP BY 1
       ),
       resolved AS (SELECT team, count(*)::int AS n FROM resolutions GROUP BY 1),
       responses AS (
         SELECT team, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS median
         FROM first_responses GROUP BY 1
       )
     SELECT t.id, t.name, coalesce(o.created, 0) AS created, coalesce(o.open, 0) AS open,
       coalesce(resolved.n, 0) AS resolved, responses.median AS "medianFirstResponseSeconds"
     FROM teams t
     LEFT JOIN tickets_of o ON o.team = t.id
     LEFT JOIN resolved ON resolved.team = t.id::text
     LEFT JOIN responses ON responses.team = t.id
     ORDER BY lower(t.name), t.id`,
    [from, to, timeZone],
  );
}

/** Whether Postgres knows the zone by this name. */
export async function isKnownTimeZone(db: Database, timeZone: string): Promise<boolean> {
  const rows = await query(db, 'SELECT 1 FROM pg_timezone_names WHERE name = $1 LIMIT 1', [
    timeZone,
  ]);
  return rows.length > 0;
}
