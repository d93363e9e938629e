import { query, type Database, type Transaction } from './database';

/** Why an event did or did not start a Flow, as it was decided. */
export interface FlowDecision {
  version: number;
  ticket: number;
  seq: number;
  matched: boolean;
  explanation: unknown;
  at: Date;
}

export interface NewDecision {
  flowId: string;
  version: number;
  ticket: number;
  seq: number;
  matched: boolean;
  explanation: unknown;
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

/** Keeps the newest of each Flow; answers how many went. */
export async function trimDecisions(db: Database, keep: number): Promise<number> {
  const rows = await query(
    db,
    `DELETE FROM flow_decisions d USING (
       SELECT flow_id, ticket, seq,
         row_number() OVER (PARTITION BY flow_id ORDER BY at DESC) AS place
       FROM flow_decisions
     ) old
     WHERE old.place > $1 AND d.flow_id = old.flow_id AND d.ticket = old.ticket AND d.seq = old.seq
     RETURNING 1 AS gone`,
    [keep],
  );
  return rows.length;
}
