import { inTransaction, type Database } from '../db/database';
import { findPublishedFlow } from '../db/flow-store';
import { beginRun } from './begin-run';

/**
 * Plans the run of a Flow whose time has come (`at`, ISO 8601). A time that is told twice, by two of
 * its schedules or by a Temporal that was restored, begins one run. A Flow that is off by now, or has
 * no such schedule any more, does nothing.
 */
export async function planScheduledRun(
  db: Database,
  { flowId, number, at }: { flowId: string; number: number; at: string },
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const flow = await findPublishedFlow(db, flowId, transaction);
    const schedule = flow?.compiled.schedules?.[number];
    if (!flow || !schedule) return;
    await beginRun(
      db,
      {
        id: `${flow.slug}.schedule.${at.replace(/\.\d+Z$/, 'Z')}`,
        flow,
        occurrence: {
          type: 'flow.schedule',
          at,
          actor: { type: 'system', id: 'schedule', name: 'Schedule' },
          data: { ...schedule },
        },
        inputs: {},
        ticket: null,
      },
      transaction,
    );
  });
}
