import type { Database, Transaction } from '../db/database';
import { flowChangesSince, flowRevision } from '../db/flow-changes-store';
import type { PublishedFlow } from '../db/flow-store';
import type { Trigger } from '../flows/engine/definition';
import {
  buildFlowIndex,
  withFlows,
  withoutFlows,
  type FlowIndex,
} from '../flows/engine/flow-index';

export interface IndexedFlow extends PublishedFlow {
  triggers: readonly Trigger[];
  reactsToItself: boolean;
}

interface Cached {
  revision: string;
  index: FlowIndex<IndexedFlow>;
}

const cache = new WeakMap<Database, Cached>();

/**
 * The index of the Flows that are published and on. Kept in memory; when the revision, which every
 * change moves, is a later one, the Flows changed since are read and put in their places. `revision`
 * is read before the Flows: newer Flows under an older revision are only read once more.
 */
export async function flowIndexAt(
  db: Database,
  revision: string,
  transaction?: Transaction,
): Promise<FlowIndex<IndexedFlow>> {
  const cached = cache.get(db);
  if (cached?.revision === revision) return cached.index;
  // A revision that goes back is of a database that was put back: all is read again.
  const earlier = cached && BigInt(cached.revision) < BigInt(revision) ? cached : null;
  const { published, gone } = await flowChangesSince(db, earlier?.revision ?? null, transaction);
  const index = withoutFlows(
    withFlows(earlier?.index ?? buildFlowIndex<IndexedFlow>([]), published.map(indexed)),
    gone,
  );
  cache.set(db, { revision, index });
  return index;
}

/** The same as of now. */
export async function presentFlowIndex(db: Database): Promise<FlowIndex<IndexedFlow>> {
  return flowIndexAt(db, await flowRevision(db));
}

function indexed(flow: PublishedFlow): IndexedFlow {
  const { triggers, settings } = flow.compiled;
  return { ...flow, triggers, reactsToItself: settings?.reactsToItself ?? false };
}
