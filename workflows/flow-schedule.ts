// This file replays: no clock, no I/O, no library but the workflow SDK.
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { FlowScheduleActivities } from '../activities/contract/flow';
import type { FlowScheduleInput } from './messages';

const { 'flow.plan-scheduled': plan } = proxyActivities<FlowScheduleActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '30 seconds' },
});

/** What a Temporal Schedule starts when it is time: the run has a row first, like every other. */
export async function flowScheduleWorkflow({ flowId, number }: FlowScheduleInput): Promise<void> {
  const { searchAttributes, startTime } = workflowInfo();
  // The time that the schedule meant, however late this is.
  const [meant] = (searchAttributes['TemporalScheduledStartTime'] ?? []) as (Date | undefined)[];
  await plan({ flowId, number, at: (meant ?? startTime).toISOString() });
}
