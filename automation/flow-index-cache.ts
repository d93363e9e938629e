import type { Database, Transaction } from '../db/database';
import { publishedFlows, type PublishedFlow } from '../db/flow-store';
import type { Trigger } from '../flows/engine/definition';
import { buildFlowIndex, type FlowIndex } from '../flows/engine/flow-index';

export interface IndexedFlow extends PublishedFlow {
  triggers: readonly Trigger[];
}

interface Cached {
  revision: string;
  index: FlowIndex<IndexedFlow>;
}

const cache = new WeakMap<Database, Cached>();

/**
 * The index of the Flows that are published and on. Kept in memory and built again when the
 * revision, which every publication moves, is not the one it was built from. `revision` is read
 * before the Flows: newer Flows under an older revision are only read once more.
 */
export async function flowIndexAt(
  db: Database,
  revision: string,
  transaction: Transaction,
): Promise<FlowIndex<IndexedFlow>> {
  const cached = cache.get(db);
  if (cached?.revision === revision) return cached.index;
  const flows = await publishedFlows(db, transaction);
  const index = buildFlowIndex(
    flows.map((flow) => ({ ...flow, triggers: flow.compiled.triggers })),
  );
  cache.set(db, { revision, index });
  return index;
}
