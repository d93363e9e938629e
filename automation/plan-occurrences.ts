import { inTransaction, type Database, type Transaction } from '../db/database';
import {
  markPlanned,
  pruneOccurrences,
  takeOccurrences,
  type StoredOccurrence,
} from '../db/flow-occurrence-store';
import { candidatesFor, type FlowIndex } from '../flows/engine/flow-index';
import { matchTrigger } from '../flows/engine/match-trigger';
import { seenBeside } from '../flows/engine/seen';
import { celIn } from '../flows/values/condition-cel';
import { beginRun } from './begin-run';
import { flowIndexAt, type IndexedFlow } from './flow-index-cache';

const occurrencesAtOnce = 100;
const daysKept = 7;
const pruneEvery = 100;
let rounds = 0;

/**
 * Plans what Flows do about what happened beside tickets: in order, and each of it once, since it
 * is marked in the transaction that adds the runs. Needs no Temporal. Answers how many it took.
 */
export async function planOccurrences(db: Database): Promise<number> {
  if (rounds++ % pruneEvery === 0) await pruneOccurrences(db, daysKept);
  return inTransaction(db, async (transaction) => {
    const { revision, occurrences } = await takeOccurrences(db, occurrencesAtOnce, transaction);
    if (occurrences.length === 0) return 0;
    const index = await flowIndexAt(db, revision, transaction);
    for (const occurrence of occurrences) await planOne(db, index, occurrence, transaction);
    await markPlanned(
      db,
      occurrences.map(({ id }) => id),
      transaction,
    );
    return occurrences.length;
  });
}

async function planOne(
  db: Database,
  index: FlowIndex<IndexedFlow>,
  { id, ...occurrence }: StoredOccurrence,
  transaction: Transaction,
): Promise<void> {
  const seen = seenBeside(occurrence);
  for (const flow of candidatesFor(index, seen)) {
    if (!matchTrigger(flow.triggers, seen, celIn()).matched) continue;
    const beginning = { flow, occurrence, inputs: occurrence.data, ticket: null };
    await beginRun(db, { id: `${flow.slug}.occurrence.${id}`, ...beginning }, transaction);
  }
}
