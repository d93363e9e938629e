import { query, type Database, type Transaction } from './database';
import type { PublishedFlow } from './flow-store';

export interface FlowChanges {
  /** Those that are published and switched on, as they are now. */
  published: PublishedFlow[];
  /** The ids of those that are not, or no more. */
  gone: string[];
}

/** The Flows that were changed since a revision; since null: all. */
export async function flowChangesSince(
  db: Database,
  revision: string | null,
  transaction?: Transaction,
): Promise<FlowChanges> {
  const rows = await query<PublishedFlow & { isOn: boolean }>(
    db,
    `SELECT f.id, f.slug, f.title, v.version, v.compiled,
       f.paused_at IS NOT NULL AS paused, f.enabled AND v.version IS NOT NULL AS "isOn"
     FROM flows f
     LEFT JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.revision > $1::bigint ORDER BY f.slug`,
    [revision ?? '-1'],
    transaction,
  );
  return {
    published: rows.filter(({ isOn }) => isOn).map(({ isOn: _on, ...flow }) => flow),
    gone: rows.filter(({ isOn }) => !isOn).map(({ id }) => id),
  };
}

/** Moved by every change of a Flow but of its draft. */
export async function flowRevision(db: Database): Promise<string> {
  const [row] = await query<{ revision: string }>(db, 'SELECT revision FROM flow_revision');
  return row!.revision;
}
