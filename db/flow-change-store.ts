import type { Actor } from '../domain/ticket/command';
import { query, type Database, type Transaction } from './database';

/** What people do to a Flow. */
export const flowChangeKinds = [
  'created',
  'published',
  'rolled-back',
  'enabled',
  'disabled',
  'paused',
  'resumed',
  'archived',
  'restored',
  'runs-moved',
] as const;

export type FlowChangeKind = (typeof flowChangeKinds)[number];

export interface NewFlowChange {
  what: FlowChangeKind;
  by: Actor;
  /** The version that this made the published one. */
  version?: number;
  note?: string;
  /** Small facts about it: `{ running: 'cancel', runs: 3 }`. */
  details?: Record<string, string | number>;
}

export interface FlowChange extends Required<Omit<NewFlowChange, 'version'>> {
  /** In order; only for cursors. */
  id: string;
  at: Date;
  version: number | null;
}

/** In the transaction that makes the change. */
export async function recordFlowChange(
  db: Database,
  flowId: string,
  { what, by, version, note = '', details = {} }: NewFlowChange,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO flow_changes (flow_id, what, actor, version, note, details)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [flowId, what, JSON.stringify(by), version ?? null, note, JSON.stringify(details)],
    transaction,
  );
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function listFlowChanges(
  db: Database,
  flowId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<FlowChange[]> {
  return query<FlowChange>(
    db,
    `SELECT id, at, actor AS by, what, version, note, details FROM flow_changes
     WHERE flow_id = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [flowId, before ?? null, limit],
  );
}
