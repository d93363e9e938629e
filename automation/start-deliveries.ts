import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Database } from '../db/database';
import {
  claimDeliveriesToStart,
  confirmDeliveriesStarted,
  releaseDeliveriesToStart,
  type DeliveryToStart,
} from '../db/delivery-store';
import {
  deliverMailWorkflowId,
  taskQueueOf,
  workflowTypes,
  type DeliverMailInput,
} from '../workflows/messages';
import type { Engine } from './engine';

const atOnce = 50;

/**
 * Starts the workflows of queued mails whose start Temporal has not confirmed yet. Answers how
 * many it started; throws `EngineAway`, with the rest left for the next round.
 */
export async function startDeliveries(
  db: Database,
  engine: Engine,
  installation: string,
): Promise<number> {
  const due = await claimDeliveriesToStart(db, atOnce);
  const starts = await Promise.allSettled(due.map((one) => startOne(engine, installation, one)));
  const started = due.filter((_, at) => starts[at]!.status === 'fulfilled');
  const left = due.filter((one) => !started.includes(one)).map(({ id }) => id);

  if (started.length > 0) await confirmDeliveriesStarted(db, started);
  if (left.length > 0) await releaseDeliveriesToStart(db, left);
  const failure = starts.find((start) => start.status === 'rejected');
  if (failure) throw failure.reason;
  return started.length;
}

async function startOne(
  engine: Engine,
  installation: string,
  { id: deliveryId, retries }: DeliveryToStart,
): Promise<void> {
  await engine.call('starting a delivery', async (client) => {
    try {
      await client.start<(input: DeliverMailInput) => Promise<void>>(workflowTypes.deliverMail, {
        workflowId: deliverMailWorkflowId(installation, deliveryId, retries),
        taskQueue: taskQueueOf(installation),
        args: [{ deliveryId, retries }],
      });
    } catch (error) {
      // Somebody was faster, or the answer to our own start was lost.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  });
}
