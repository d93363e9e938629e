import { createHmac, randomUUID } from 'node:crypto';
import { ScheduleClient } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import { query } from '../../db/database';
import { tellSchedulesAgain } from '../../db/in-flight-store';
import { listRuns } from '../../db/flow-run-store';
import { disableFlow } from '../../automation/flow-state';
import { flowScheduleId } from '../../workflows/messages';
import { eventually } from '../support/eventually';
import { ana, aFlowDesk, type FlowDesk } from '../workflows/flow-desk';

let desk: FlowDesk;
beforeAll(async () => {
  desk = await aFlowDesk();
}, 60_000);
afterAll(() => desk.stop());

const schedules = <T>(work: (client: ScheduleClient) => Promise<T>): Promise<T> =>
  desk.engine.call('asking for a schedule', ({ connection }) =>
    work(new ScheduleClient({ connection, namespace: 'default' })),
  );

const runsOf = (flow: string) => listRuns(desk.db, { flow }, { limit: 10 });

describe('a schedule', () => {
  const published = (cron: string) =>
    desk.publish(`
      language: 2
      flow: digest
      title: Digest
      on: [{ schedule: '${cron}', timeZone: Europe/Berlin }]
      steps: [{ id: done, stop: { outcome: written } }]
    `);

  test('is told to Temporal, starts a run for each of its times, and goes when its Flow is off', async () => {
    const { id } = await published('0 9 13 * fri');
    const scheduleId = flowScheduleId(desk.installation, id, 0);
    const described = await eventually(() =>
      schedules((client) => client.getHandle(scheduleId).describe()).catch(() => null),
    );
    // Either of the days is enough, as in cron(8).
    const days = described.info.nextActionTimes.map(
      (time) => time.getUTCDay() === 5 || time.getUTCDate() === 13,
    );
    expect(days).not.toContain(false);
    expect(described).toMatchObject({
      spec: { timezone: 'Europe/Berlin' },
      policies: { overlap: 'ALLOW_ALL', catchupWindow: 86_400_000 },
    });

    await schedules((client) => client.getHandle(scheduleId).trigger());
    const [run] = await eventually(async () => {
      const runs = await runsOf('digest');
      return runs[0]?.endedAt ? runs : null;
    });
    expect(run).toMatchObject({
      status: 'completed',
      outcome: 'written',
      ticket: null,
      occurrence: { type: 'flow.schedule', data: { cron: '0 9 13 * fri' } },
    });

    // A Temporal that lost its data gets it again; what has passed since is made up for, once.
    const hourAgo = `now() - interval '90 minutes'`;
    await published('0 * * * *');
    await eventually(async () => {
      const [row] = await query<{ told: boolean }>(
        desk.db,
        `SELECT told FROM flow_schedules WHERE flow_id = $1 AND cron = '0 * * * *'`,
        [id],
      );
      return row?.told;
    });
    await schedules((client) => client.getHandle(scheduleId).delete());
    await query(
      desk.db,
      `UPDATE flow_schedules SET since = date_trunc('milliseconds', ${hourAgo})`,
    );
    await tellSchedulesAgain(desk.db);
    const late = await eventually(async () => {
      const runs = (await runsOf('digest')).filter(
        ({ occurrence }) => occurrence!.data['cron'] === '0 * * * *',
      );
      return runs.length > 0 ? runs : null;
    });
    expect(new Date(late[0]!.occurrence!.at).getUTCMinutes()).toBe(0);
    expect(Date.parse(late[0]!.occurrence!.at)).toBeLessThan(Date.now());

    await disableFlow(desk.db, 'digest', { by: ana });
    await eventually(() =>
      schedules((client) => client.getHandle(scheduleId).describe()).then(
        () => null,
        () => true,
      ),
    );
    expect(await query(desk.db, 'SELECT FROM flow_schedules')).toEqual([]);
  });
});
