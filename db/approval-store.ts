import {
  decideApproval,
  outcomeOf,
  type ApprovalAnswer,
  type ApprovalDecider,
  type ApprovalNeeds,
  type ApprovalOutcome,
} from '../domain/approval';
import { DomainError } from '../domain/domain-error';
import { query, type Database, type Transaction } from './database';
import { markWaitMatched } from './flow-planning-store';
import type { StepKey } from './flow-step-store';
import { notifyWork } from './notifications';

/** What a step asks. */
export interface NewApproval {
  flow: { slug: string; title: string };
  /** Null for a run that is about no ticket. */
  ticket: number | null;
  /** As rendered. */
  question: string;
  needs: ApprovalNeeds;
  /** What no answer in time counts as. */
  default: ApprovalAnswer;
  /** ISO 8601; null: as long as it takes. */
  until: string | null;
  /** Whom to ask; who is not active is left out. */
  agentIds: readonly string[];
}

export interface Approval extends StepKey {
  id: string;
  flow: { slug: string; title: string };
  ticket: { number: number; title: string } | null;
  question: string;
  needs: ApprovalNeeds;
  default: ApprovalAnswer;
  until: Date | null;
  /** Null while it is open, and when its run ended before. */
  outcome: ApprovalOutcome | null;
  decidedBy: ApprovalDecider | null;
  endedAt: Date | null;
  createdAt: Date;
  /** Who is asked: those who answered in that order, then the others by name. */
  people: AskedPerson[];
}

export interface AskedPerson {
  agent: { id: string; name: string };
  answer: ApprovalAnswer | null;
  comment: string;
  /** ISO 8601 */
  answeredAt: string | null;
}

/**
 * Opens what a step asks, or reads it when an earlier attempt has. Throws `nobody-to-ask` when none
 * of those to be asked is active. Telling them is `askForApproval`.
 */
export async function openApproval(
  db: Database,
  key: StepKey,
  { flow, ticket, question, needs, default: byDefault, until, agentIds }: NewApproval,
  transaction: Transaction,
): Promise<Approval> {
  await query(
    db,
    `WITH added AS (
       INSERT INTO flow_approvals (run_id, step_id, iteration, flow, flow_title, ticket, question,
         needs, by_default, until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id
     )
     INSERT INTO flow_approval_people (approval_id, agent_id)
     SELECT added.id, a.id FROM added, agents a WHERE a.id = ANY($11::uuid[]) AND a.active`,
    [
      key.runId,
      key.stepId,
      key.iteration,
      flow.slug,
      flow.title,
      ticket,
      question,
      needs,
      byDefault,
      until,
      agentIds,
    ],
    transaction,
  );
  const approval = await approvalOfStep(db, key, transaction);
  if (approval!.people.length > 0) return approval!;
  throw new DomainError(
    'nobody-to-ask',
    'Nobody is left who could be asked: those that the step names are not active. Name others and publish the Flow again.',
  );
}

/** Active agents among these e-mail addresses and ids, and in teams among these names and ids. */
export async function findPeopleToAsk(db: Database, by: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `SELECT a.id FROM agents a WHERE a.active AND (
       lower(a.email) = ANY($1::text[]) OR a.id::text = ANY($1) OR a.id IN (
         SELECT m.agent_id FROM team_members m JOIN teams t ON t.id = m.team_id
         WHERE lower(t.name) = ANY($1) OR t.id::text = ANY($1)))
     ORDER BY a.name, a.id`,
    [by.map((name) => name.toLowerCase())],
  );
  return rows.map(({ id }) => id);
}

/**
 * Ends the question of a step, when its time is over or nobody waits for it any more; the first end
 * counts. Answers how it stands then, null when it was never opened.
 */
export async function endApproval(
  db: Database,
  key: StepKey,
  end: ApprovalEnd,
  transaction?: Transaction,
): Promise<Approval | null> {
  const which = 'run_id = $1 AND step_id = $2 AND iteration = $3';
  await endWhere(db, which, [key.runId, key.stepId, key.iteration], end, transaction);
  return approvalOfStep(db, key, transaction);
}

/** Nobody waits any more for what these runs ask: they have ended. */
export async function endApprovalsOfRuns(
  db: Database,
  runIds: readonly string[],
  transaction?: Transaction,
): Promise<void> {
  const end = { outcome: null, decidedBy: 'cancelled' } as const;
  await endWhere(db, 'run_id = ANY($1::text[])', [runIds], end, transaction);
}

/**
 * Stores what a person answers, and ends the question when that decides it: then the run is told.
 * Throws `not-found`, `not-allowed` for who is not asked, `approval-ended` and `approval-answered`.
 */
export async function answerApproval(
  db: Database,
  id: string,
  agentId: string,
  { answer, comment }: { answer: ApprovalAnswer; comment: string },
  transaction: Transaction,
): Promise<Approval> {
  await query(db, 'SELECT FROM flow_approvals WHERE id = $1 FOR UPDATE', [id], transaction);
  const asked = await findApproval(db, id, transaction);
  refuseAnswer(asked, agentId);
  await storeAnswer(db, id, agentId, { answer, comment }, transaction);
  const answered = (await findApproval(db, id, transaction))!;
  const answers = answered.people.map((person) => person.answer);
  const outcome = decideApproval(answered.needs, answers);
  if (outcome === null) return answered;
  await endWhere(db, 'id = $1', [id], { outcome, decidedBy: 'person' }, transaction);
  // No event of a ticket ended the wait, so it is matched by none: 0.
  await markWaitMatched(db, answered, 0, transaction);
  await notifyWork(db, 'flow_waits', transaction);
  return (await findApproval(db, id, transaction))!;
}

type ApprovalEnd =
  | { outcome: ApprovalOutcome; decidedBy: 'person' | 'timeout' }
  | { outcome: null; decidedBy: 'cancelled' };

function refuseAnswer(approval: Approval | null, agentId: string): asserts approval is Approval {
  if (!approval) throw new DomainError('not-found', 'There is no such approval.');
  const me = approval.people.find(({ agent }) => agent.id === agentId);
  if (!me) throw new DomainError('not-allowed', 'Only who is asked can answer.');
  if (approval.endedAt) throw new DomainError('approval-ended', howItEnded(approval));
  if (me.answer) {
    const said = outcomeOf[me.answer];
    throw new DomainError('approval-answered', `You ${said} it already; the first answer counts.`);
  }
}

function howItEnded({ outcome, decidedBy, people }: Approval): string {
  if (decidedBy === 'cancelled') return 'The run that asked has ended; nobody waits for an answer.';
  if (decidedBy === 'timeout') return `The time for an answer is over; it counts as ${outcome}.`;
  const last = people.filter(({ answer }) => answer !== null).at(-1)!;
  return `${last.agent.name} ${outcome} it already.`;
}

/** The stored answer, and no notification that still asks for it. */
async function storeAnswer(
  db: Database,
  id: string,
  agentId: string,
  { answer, comment }: { answer: ApprovalAnswer; comment: string },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH answered AS (
       UPDATE flow_approval_people SET answer = $3, comment = $4, answered_at = clock_timestamp()
       WHERE approval_id = $1 AND agent_id = $2
     ), seen AS (
       UPDATE notifications SET read_at = now()
       WHERE approval_id = $1 AND agent_id = $2 AND read_at IS NULL
     )
     SELECT pg_notify('notifications', agent_id::text) FROM flow_approval_people
     WHERE approval_id = $1`,
    [id, agentId, answer, comment],
    transaction,
  );
}

/** Who was asked is told by their stream; no notification asks any more. */
async function endWhere(
  db: Database,
  which: string,
  bind: readonly unknown[],
  { outcome, decidedBy }: ApprovalEnd,
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH ended AS (
       UPDATE flow_approvals
       SET outcome = $${bind.length + 1}, decided_by = $${bind.length + 2}, ended_at = now()
       WHERE ${which} AND ended_at IS NULL RETURNING id
     ), seen AS (
       UPDATE notifications n SET read_at = now() FROM ended
       WHERE n.approval_id = ended.id AND n.read_at IS NULL
     )
     SELECT pg_notify('notifications', agent_id::text) FROM (
       SELECT DISTINCT p.agent_id FROM flow_approval_people p JOIN ended ON ended.id = p.approval_id
     ) asked`,
    [...bind, outcome, decidedBy],
    transaction,
  );
}

export async function findApproval(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Approval | null> {
  const [found] = await query<Approval>(db, `${select} WHERE a.id = $1`, [id], transaction);
  return found ?? null;
}

/** What a step asks and how it stands, for the run that goes on by it. */
export async function approvalOfStep(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  transaction?: Transaction,
): Promise<Approval | null> {
  const sql = `${select} WHERE a.run_id = $1 AND a.step_id = $2 AND a.iteration = $3`;
  const [found] = await query<Approval>(db, sql, [runId, stepId, iteration], transaction);
  return found ?? null;
}

export interface ApprovalFilter {
  /** Only what this agent is asked. */
  agentId: string | null;
  open: boolean;
  ticket: number | null;
}

/** The newest first. */
export async function listApprovals(
  db: Database,
  { agentId, open, ticket }: ApprovalFilter,
  page: { limit: number; after?: { createdAt: string; id: string } | undefined },
): Promise<Approval[]> {
  return query<Approval>(
    db,
    `${select} WHERE a.ended_at IS ${open ? '' : 'NOT '}NULL
       AND ($1::uuid IS NULL OR EXISTS (SELECT FROM flow_approval_people mine
         WHERE mine.approval_id = a.id AND mine.agent_id = $1))
       AND ($2::int IS NULL OR a.ticket = $2)
       AND ($3::timestamptz IS NULL OR (a.created_at, a.id) < ($3, $4::uuid))
     ORDER BY a.created_at DESC, a.id DESC LIMIT $5`,
    [agentId, ticket, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  );
}

/** How many wait for an agent's answer, counted up to `atMost`. */
export async function countApprovalsFor(
  db: Database,
  agentId: string,
  atMost: number,
): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM (
       SELECT 1 FROM flow_approval_people p JOIN flow_approvals a ON a.id = p.approval_id
       WHERE p.agent_id = $1 AND p.answer IS NULL AND a.ended_at IS NULL LIMIT $2) waiting`,
    [agentId, atMost],
  );
  return row!.count;
}

const select = `SELECT a.id, a.run_id AS "runId", a.step_id AS "stepId", a.iteration,
  jsonb_build_object('slug', a.flow, 'title', a.flow_title) AS flow,
  CASE WHEN t.number IS NOT NULL THEN jsonb_build_object('number', t.number, 'title', t.title) END
    AS ticket,
  a.question, a.needs, a.by_default AS "default", a.until, a.outcome, a.decided_by AS "decidedBy",
  a.ended_at AS "endedAt", a.created_at AS "createdAt", (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'agent', jsonb_build_object('id', g.id, 'name', g.name), 'answer', p.answer,
      'comment', p.comment, 'answeredAt',
      to_char(p.answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      ORDER BY p.answered_at NULLS LAST, g.name, g.id), '[]')
    FROM flow_approval_people p JOIN agents g ON g.id = p.agent_id WHERE p.approval_id = a.id
  ) AS people
  FROM flow_approvals a LEFT JOIN tickets t ON t.number = a.ticket`;
