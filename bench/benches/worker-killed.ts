import { query, type Database } from '../../db/database';
import { publishFlow } from '../../automation/publish-flow';
import type { Bench } from '../bench';
import { percentile } from '../measure';
import { pause } from '../pause';
import { endProcess } from '../product';
import { startProductAndWorker } from '../worker-apart';
import { createByApi } from './commands';

const flow = 'bench-minute';
const clients = 4;
const withinMs = 60_000;

/**
 * Waits of Flow runs that are due through a whole minute, with `kill -9` of the only worker in its
 * middle. Lateness is from the due time to the record of its end, by the database's clock.
 */
export const workerKilled: Bench = {
  rows: ['timers: 1,000 over a minute, worker killed, lateness'],
  product: 'none',
  async run({ servers, quick }) {
    const { count, overMs, waitMs } = quick
      ? { count: 20, overMs: 4_000, waitMs: 6_000 }
      : { count: 1_000, overMs: 60_000, waitMs: 70_000 };
    const { product, startWorker } = await startProductAndWorker(servers);
    let worker = await startWorker();
    await publishFlow(
      product.db,
      {
        language: 2,
        flow,
        title: 'Waits',
        on: [{ event: 'ticket.created', when: { field: 'tags', contains: flow } }],
        steps: [{ id: 'wait', wait: { for: `${waitMs / 1_000}s` } }],
      },
      { by: { type: 'system', id: 'bench', name: 'Bench' } },
    );
    const begin = Date.now();
    const client = async (first: number): Promise<void> => {
      for (let index = first; index < count; index += clients) {
        await pause(Math.max(begin + (index * overMs) / count - Date.now(), 0));
        await createByApi(product, { tags: [flow] });
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, first) => client(first)));
    const createdMs = Date.now() - begin;
    await pause(Math.max(begin + waitMs + createdMs / 2 - Date.now(), 0));
    worker.child.kill('SIGKILL');
    const killedAt = Date.now();
    worker = await startWorker();
    const awayMs = Date.now() - killedAt;

    const ended = await whenAllEnded(product.db, count, Date.now() + waitMs + createdMs + withinMs);
    await endProcess(worker);
    await product.stop();
    const late = ended.map(({ lateMs }) => lateMs);
    const early = late.filter((ms) => ms < 0).length;
    const missing = count - ended.filter(({ outcome }) => outcome === 'timeout').length;
    const ms = (share: number): string => (percentile(late, share) ?? 0).toFixed(0);
    return [
      {
        name: this.rows[0]!,
        aim: {},
        ratio: null,
        p50Ms: percentile(late, 0.5),
        p95Ms: percentile(late, 0.95),
        floorP50Ms: null,
        note:
          `due over ${(createdMs / 1_000).toFixed(0)} s; ${missing} lost, ${early} early; p90 ${ms(0.9)} ms, p99 ${ms(0.99)} ms, ` +
          `max ${ms(1)} ms; the worker was away for ${(awayMs / 1_000).toFixed(1)} s`,
      },
    ];
  },
};

interface EndedWait {
  lateMs: number;
  outcome: string;
}

/** The waits that have ended: all of them, or those that have by `limit`. */
async function whenAllEnded(db: Database, count: number, limit: number): Promise<EndedWait[]> {
  for (;;) {
    const ended = await query<EndedWait>(
      db,
      `SELECT s.output->>'outcome' AS outcome,
         extract(epoch FROM s.ended_at - w.until)::float8 * 1000 AS "lateMs"
       FROM flow_run_steps s JOIN flow_waits w USING (run_id, step_id, iteration)
       WHERE s.status = 'completed'`,
    );
    if (ended.length >= count || Date.now() > limit) return ended;
    await pause(500);
  }
}
