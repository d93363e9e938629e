import type { Database, Transaction } from '../db/database';
import { failStep, recordDecision } from '../db/flow-step-store';
import type { TrailEntry } from './contract/flow';

/** Writes down what a run decided by itself. Writing it again changes nothing. */
export async function writeTrail(
  db: Database,
  runId: string,
  trail: readonly TrailEntry[] = [],
  transaction?: Transaction,
): Promise<void> {
  for (const entry of trail) {
    const { stepId, position } = entry;
    const key = { runId, stepId, iteration: 0 };
    switch (entry.kind) {
      case 'failed':
        await failStep(db, key, { position, use: entry.use, code: entry.code }, transaction);
        break;
      case 'if': {
        const { branch, verdict } = entry;
        const step = { position, use: 'if', output: { branch }, explanation: verdict };
        await recordDecision(db, key, step, transaction);
        break;
      }
      case 'stop': {
        const step = { position, use: 'stop', output: {}, explanation: null };
        await recordDecision(db, key, step, transaction);
        break;
      }
    }
  }
}
