// This file replays: no clock, no I/O, no library but the workflow SDK.
import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { MailActivities } from '../activities/contract/mail';
import type { DeliverMailInput } from './messages';

// For two days; then the sender is told. A mail that was not taken says itself when to try again;
// a worker that was killed or a database that was away delays it by seconds only.
const { 'mail.send': send } = proxyActivities<Pick<MailActivities, 'mail.send'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '2 days',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const { 'mail.give-up': giveUp, 'mail.record-outcome': recordOutcome } = proxyActivities<
  Omit<MailActivities, 'mail.send'>
>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/** Brings one mail to the next server, and its end to the ticket. */
export async function deliverMailWorkflow(input: DeliverMailInput): Promise<void> {
  const { deliveryId } = input;
  try {
    await send({ deliveryId });
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    await giveUp(input);
  }
  await recordOutcome({ deliveryId });
}
