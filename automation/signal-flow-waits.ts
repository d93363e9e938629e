import { WorkflowNotFoundError } from '@temporalio/common';
import type { Database } from '../db/database';
import {
  claimWaitsToSignal,
  confirmWaitSignalled,
  releaseWaitToSignal,
  type WaitToSignal,
} from '../db/flow-wait-store';
import { flowEventSignal, flowRunWorkflowId, type FlowEventMessage } from '../workflows/messages';
import type { Engine } from './engine';

const waitsAtOnce = 20;

/**
 * Tells runs that the event which they wait for has happened. A run that is over needs to know
 * nothing. Answers how many were told. Throws `EngineAway`.
 */
export async function signalFlowWaits(
  db: Database,
  engine: Engine,
  installation: string,
): Promise<number> {
  const waits = await claimWaitsToSignal(db, waitsAtOnce);
  const results = await Promise.allSettled(
    waits.map(async (wait) => {
      try {
        await engine.call('telling a Flow run', (client) => tell(client, installation, wait));
        await confirmWaitSignalled(db, wait);
      } catch (error) {
        await releaseWaitToSignal(db, wait);
        throw error;
      }
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return waits.length;
}

async function tell(
  client: Parameters<Parameters<Engine['call']>[1]>[0],
  installation: string,
  { runId, stepId, iteration }: WaitToSignal,
): Promise<void> {
  const run = client.getHandle(flowRunWorkflowId(installation, runId));
  try {
    await run.signal<[FlowEventMessage]>(flowEventSignal, { stepId, iteration });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
