import type { Explanation } from '../flows/engine/explain';
import { query, type Database, type Transaction } from './database';

/** Why an event did or did not start a Flow, as it was decided. */
export interface FlowDecision {
  version: number;
  ticket: number;
  seq: number;
  matched: boolean;
  explanation: Explanation;
  at: Date;
}

export interface NewDecision {
  flowId: string;
  version: number;
  ticket: number;
  seq: number;
  matched: boolean;
  explanation: Explanation;
}

/** Remembers what was decided, all in one statement. */
export async function storeDecisions(
  db: Database,
  decisions: readonly NewDecision[],
  transaction: Transaction,
): Promise<void> {
  if (decisions.length === 0) return;
  await query(
    db,
    `INSERT INTO flow_decisions (flow_id, version, ticket, seq, matched, explanation)
     SELECT "flowId"::uuid, version, ticket, seq, matched, explanation
     FROM jsonb_to_recordset($1::jsonb) AS d("flowId" text, version int, ticket int, seq int,
       matched boolean, explanation jsonb)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(decisions)],
    transaction,
  );
}

/** Newest first. */
export async function listDecisions(
  db: Database,
  flowId: string,
  limit: number,
): Promise<FlowDecision[]> {
  return query<FlowDecision>(
    db,
    `SELECT version, ticket, seq, matched, explanation, at FROM flow_decisions
     WHERE flow_id = $1 ORDER BY at DESC, ticket, seq DESC LIMIT $2`,
    [flowId, limit],
  );
}

/** What was decided about one event, or null: it was not kept. */
export async function findDecision(
  db: Database,
  { flowId, ticket, seq }: { flowId: string; ticket: number; seq: number },
): Promise<FlowDecision | null> {
  const [row] = await query<FlowDecision>(
    db,
    `SELECT version, ticket, seq, matched, explanation, at FROM flow_decisions
     WHERE flow_id = $1 AND ticket = $2 AND seq = $3`,
    [flowId, ticket, seq],
  );
  return row ?? null;
}

/** Keeps about `keep` of a Flow's newest decisions. Others who do the same meanwhile are passed over. */
export async function trimDecisions(
  db: Database,
  flowId: string,
  keep: number,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `DELETE FROM flow_decisions WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM flow_decisions
       WHERE flow_id = $1 AND at < (
         SELECT at FROM flow_decisions WHERE flow_id = $1 ORDER BY at DESC OFFSET $2 LIMIT 1
       ) FOR UPDATE SKIP LOCKED
     ))`,
    [flowId, keep],
    transaction,
  );
}
