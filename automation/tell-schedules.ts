import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type CalendarSpec,
  type WorkflowClient,
} from '@temporalio/client';
import type { Database } from '../db/database';
import {
  claimSchedulesToTell,
  confirmScheduleTold,
  releaseScheduleToTell,
  takeOverSchedules,
  type ScheduleToTell,
} from '../db/flow-schedule-store';
import { parseCron, type Cron } from '../flows/language/cron';
import {
  flowScheduleId,
  taskQueueOf,
  workflowTypes,
  type FlowScheduleWorkflow,
} from '../workflows/messages';
import type { Engine } from './engine';

const schedulesAtOnce = 20;
/** What Temporal missed for longer is not made up for. */
const catchupDays = 1;

/**
 * Brings Temporal's Schedules to what is published and switched on: makes, changes, removes. Telling
 * twice is harmless. Answers how many it dealt with. Throws `EngineAway`.
 */
export async function tellSchedules(
  db: Database,
  engine: Engine,
  installation: string,
): Promise<number> {
  await takeOverSchedules(db);
  const schedules = await claimSchedulesToTell(db, schedulesAtOnce);
  const results = await Promise.allSettled(
    schedules.map(async (schedule) => {
      await engine.call('telling a schedule', (client) => tell(client, installation, schedule));
      await confirmScheduleTold(db, schedule);
    }),
  );
  const failed = schedules.filter((_, index) => results[index]!.status === 'rejected');
  for (const schedule of failed) await releaseScheduleToTell(db, schedule);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return schedules.length;
}

async function tell(
  { connection, options: { namespace } }: WorkflowClient,
  installation: string,
  schedule: ScheduleToTell,
): Promise<void> {
  const client = new ScheduleClient({ connection, namespace });
  const scheduleId = flowScheduleId(installation, schedule.flowId, schedule.number);
  if (!schedule.wanted) return remove(client, scheduleId);
  const wanted = wantedSchedule(installation, scheduleId, schedule);
  try {
    await client.create({ scheduleId, ...wanted, state: { backfill: missed(schedule) } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
  }
}

async function remove(client: ScheduleClient, scheduleId: string): Promise<void> {
  try {
    await client.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

function wantedSchedule(
  installation: string,
  scheduleId: string,
  { flowId, number, cron, timeZone }: ScheduleToTell,
) {
  const read = parseCron(cron);
  if ('problem' in read) throw new Error(`a schedule was published that is wrong: ${read.problem}`);
  return {
    spec: { calendars: calendarsOf(read.cron), timezone: timeZone },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.flowSchedule,
      workflowId: scheduleId,
      taskQueue: taskQueueOf(installation),
      args: [{ flowId, number }] satisfies Parameters<FlowScheduleWorkflow>,
    },
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: `${catchupDays} day` },
  } as const;
}

/**
 * A cron string of Temporal's wants both days to fit where cron(8) is content with one of them, so
 * it is written as calendars: two, where both days are named.
 */
function calendarsOf({ minutes, hours, days, months, weekdays, eitherDay }: Cron): CalendarSpec[] {
  const every: CalendarSpec = {
    minute: [...minutes],
    hour: [...hours],
    dayOfMonth: '*',
    month: months.map((month) => monthNames[month - 1]!),
    dayOfWeek: '*',
  };
  const ofMonth = { dayOfMonth: [...days] };
  const ofWeek = { dayOfWeek: weekdays.map((day) => weekdayNames[day]!) };
  return eitherDay
    ? [
        { ...every, ...ofMonth },
        { ...every, ...ofWeek },
      ]
    : [{ ...every, ...ofMonth, ...ofWeek }];
}

const monthNames = [
  ...(['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE'] as const),
  ...(['JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'] as const),
];
const weekdayNames = [
  ...(['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const),
];

/**
 * The times that passed while Temporal did not know of it: when it was away, or has lost its data.
 * Those for which there is a run already give no other.
 */
function missed({ since }: ScheduleToTell) {
  const end = new Date();
  const earliest = end.getTime() - catchupDays * 86_400_000;
  const start = new Date(Math.max(since.getTime(), earliest));
  return [{ start, end, overlap: ScheduleOverlapPolicy.ALLOW_ALL }];
}
