import { query, type Database, type Transaction } from './database';

/** Who watches a ticket, by name. */
export async function listWatchers(
  db: Database,
  ticket: number,
): Promise<{ id: string; name: string }[]> {
  return query(
    db,
    `SELECT a.id, a.name FROM watchers w JOIN agents a ON a.id = w.agent_id
     WHERE w.ticket = $1 AND a.active ORDER BY lower(a.name), a.id`,
    [ticket],
  );
}

/** Makes agents watch a ticket; who does already goes on. */
export async function addWatchers(
  db: Database,
  ticket: number,
  agentIds: readonly string[],
  transaction?: Transaction,
): Promise<void> {
  if (agentIds.length === 0) return;
  await query(
    db,
    `INSERT INTO watchers (ticket, agent_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [ticket, agentIds],
    transaction,
  );
}

/** Makes whoever watches one ticket watch another as well. */
export async function copyWatchers(
  db: Database,
  { from, to }: { from: number; to: number },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO watchers (ticket, agent_id) SELECT $2, agent_id FROM watchers WHERE ticket = $1
     ON CONFLICT DO NOTHING`,
    [from, to],
    transaction,
  );
}

export async function removeWatcher(db: Database, ticket: number, agentId: string): Promise<void> {
  await query(db, 'DELETE FROM watchers WHERE ticket = $1 AND agent_id = $2', [ticket, agentId]);
}
