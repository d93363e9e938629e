// This file replays: no clock, no I/O, no library but the workflow SDK.
import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { MailActivities } from '../activities/contract/mail';
import type { DeliverMailInput } from './messages';

// Growing pauses for two days; then the sender is told.
const { 'mail.send': send } = proxyActivities<Pick<MailActivities, 'mail.send'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '2 days',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 hour' },
});

const { 'mail.give-up': giveUp, 'mail.record-outcome': recordOutcome } = proxyActivities<
  Omit<MailActivities, 'mail.send'>
>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/** Brings one mail to the next server, and its end to the ticket. */
export async function deliverMailWorkflow({ deliveryId }: DeliverMailInput): Promise<void> {
  try {
    await send({ deliveryId });
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    await giveUp({ deliveryId });
  }
  await recordOutcome({ deliveryId });
}
