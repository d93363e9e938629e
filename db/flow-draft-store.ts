import type { Actor } from '../domain/ticket/command';
import { query, type Database, type Transaction } from './database';

/** What somebody wants a Flow to become. */
export interface FlowDraft {
  flowId: string;
  person: Actor;
  document: unknown;
  /** The version that it began with; null: nothing was published then. */
  baseVersion: number | null;
  updatedAt: Date;
}

const columns = `flow_id AS "flowId", person, document, base_version AS "baseVersion",
  updated_at AS "updatedAt"`;

export async function findDraft(
  db: Database,
  flowId: string,
  personId: string,
): Promise<FlowDraft | null> {
  const sql = `SELECT ${columns} FROM flow_drafts WHERE flow_id = $1 AND person_id = $2`;
  const [row] = await query<FlowDraft>(db, sql, [flowId, personId]);
  return row ?? null;
}

/** Everybody's drafts of these Flows, the newest first. */
export async function listDrafts(db: Database, flowIds: readonly string[]): Promise<FlowDraft[]> {
  const sql = `SELECT ${columns} FROM flow_drafts WHERE flow_id = ANY($1::uuid[])
    ORDER BY updated_at DESC, person_id`;
  return query<FlowDraft>(db, sql, [flowIds]);
}

/** Makes or replaces somebody's draft. */
export async function saveDraft(
  db: Database,
  draft: Omit<FlowDraft, 'updatedAt'>,
  transaction?: Transaction,
): Promise<void> {
  const { flowId, person, document, baseVersion } = draft;
  await query(
    db,
    `INSERT INTO flow_drafts (flow_id, person_id, person, document, base_version)
     VALUES ($1, $2::jsonb->>'id', $2::jsonb, $3, $4)
     ON CONFLICT (flow_id, person_id) DO UPDATE SET person = excluded.person,
       document = excluded.document, base_version = excluded.base_version, updated_at = now()`,
    [flowId, JSON.stringify(person), JSON.stringify(document), baseVersion],
    transaction,
  );
}

/** False when there was none. */
export async function deleteDraft(
  db: Database,
  flowId: string,
  personId: string,
  transaction?: Transaction,
): Promise<boolean> {
  const sql = 'DELETE FROM flow_drafts WHERE flow_id = $1 AND person_id = $2 RETURNING flow_id';
  const rows = await query(db, sql, [flowId, personId], transaction);
  return rows.length > 0;
}

/**
 * What was in a draft is published as `version`: the draft goes. What its person has written since
 * stays, and begins with that version.
 */
export async function settleDraft(
  db: Database,
  draft: FlowDraft,
  version: number,
  transaction: Transaction,
): Promise<void> {
  const { flowId, person, updatedAt } = draft;
  await query(
    db,
    `WITH settled AS (
       DELETE FROM flow_drafts
       WHERE flow_id = $1 AND person_id = $2 AND date_trunc('milliseconds', updated_at) = $3
     )
     UPDATE flow_drafts SET base_version = $4
     WHERE flow_id = $1 AND person_id = $2 AND date_trunc('milliseconds', updated_at) <> $3`,
    [flowId, person.id, updatedAt, version],
    transaction,
  );
}
