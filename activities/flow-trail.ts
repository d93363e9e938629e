import { endApproval } from '../db/approval-store';
import type { Database, Transaction } from '../db/database';
import { failStep, leaveStep, recordDecision } from '../db/flow-step-store';
import type { TrailEntry } from './contract/flow';

/** Writes down what a run decided by itself. Writing it again changes nothing. */
export async function writeTrail(
  db: Database,
  runId: string,
  trail: readonly TrailEntry[] = [],
  transaction?: Transaction,
): Promise<void> {
  for (const entry of trail) {
    const { stepId, iteration = 0 } = entry;
    const key = { runId, stepId, iteration };
    switch (entry.kind) {
      case 'failed': {
        const { position, use, code } = entry;
        await failStep(db, key, { position, use, code }, transaction);
        break;
      }
      case 'if': {
        const { position, branch, verdict } = entry;
        const step = { position, use: 'if', output: { branch }, explanation: verdict };
        await recordDecision(db, key, step, transaction);
        break;
      }
      case 'stop': {
        const { position, outcome = null } = entry;
        const step = { position, use: 'stop', output: { outcome }, explanation: null };
        await recordDecision(db, key, step, transaction);
        break;
      }
      case 'left':
        await endApproval(db, key, { outcome: null, decidedBy: 'cancelled' }, transaction);
        await leaveStep(db, key, transaction);
        break;
    }
  }
}
