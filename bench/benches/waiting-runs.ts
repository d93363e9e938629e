import { query, type Database } from '../../db/database';
import { publishFlow } from '../../automation/publish-flow';
import type { Bench, Row } from '../bench';
import { megabytesOf } from '../memory';
import { pause } from '../pause';
import { endProcess, type ProductProcess } from '../product';
import { startProductAndWorker } from '../worker-apart';
import { apiCommand, createByApi, times } from './commands';

const flow = 'bench-month';
const tables = ['flow_runs', 'flow_run_steps', 'flow_waits'];

/**
 * What runs cost that wait for a month: a worker's memory with and without them, and after a start,
 * when none of them is in its cache; and their rows. Few tickets, so that these weigh nothing.
 */
export const waitingRuns: Bench = {
  rows: ['memory: 2,000 runs waiting for a month', 'rows: a run waiting for a month'],
  product: 'none',
  async run({ servers, quick }) {
    const {
      runs,
      tickets: ticketCount,
      settleMs,
    } = quick
      ? { runs: 40, tickets: 4, settleMs: 500 }
      : { runs: 2_000, tickets: 40, settleMs: 5_000 };
    const { product, startWorker } = await startProductAndWorker(servers);
    const { db } = product;
    let worker = await startWorker();
    await publishFlow(
      db,
      {
        language: 2,
        flow,
        title: 'Waits for a month',
        settings: { budget: { runs: 10_000 } },
        on: [{ event: 'ticket.priority_changed', when: { field: 'tags', contains: flow } }],
        steps: [
          { id: 'wait', wait: { for: '30d', until: [{ event: 'message.customer_replied' }] } },
          { id: 'note', use: 'core.add-note@1', with: { text: 'A month has passed.' } },
        ],
      },
      { by: { type: 'system', id: 'bench', name: 'Bench' } },
    );
    const numbers = await times(ticketCount, () => createByApi(product, { tags: [flow] }));
    const begin = async (count: number, from: number): Promise<void> => {
      for (let index = from; index < from + count; index += 1) {
        const isHigh = Math.floor(index / ticketCount) % 2 === 0;
        await apiCommand(product, numbers[index % ticketCount]!, 'priority', isHigh);
      }
      await whenWaiting(db, from + count);
    };
    const settled = async ({ pid }: ProductProcess): Promise<number> => {
      await pause(settleMs);
      return megabytesOf(pid);
    };
    // The first fill pools and caches, which the others do not.
    const first = runs / 20;
    await begin(first, 0);
    const [before, bytesBefore] = [await settled(worker), await tableBytes(db)];
    await begin(runs, first);
    const [after, bytesAfter] = [await settled(worker), await tableBytes(db)];
    await endProcess(worker);
    worker = await startWorker();
    const anew = await settled(worker);
    await endProcess(worker);
    await product.stop();

    const perRun = (after - before) / runs;
    return [
      reported(
        this.rows[0]!,
        `worker ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with ${runs} in its cache ` +
          `(${(perRun * 1_024).toFixed(0)} KB each, its cache holds 5,000), ${anew.toFixed(0)} MB ` +
          `after a new start with all of them waiting`,
      ),
      reported(
        this.rows[1]!,
        `${((bytesAfter - bytesBefore) / runs / 1_024).toFixed(1)} KB in ${tables.join(', ')} with ` +
          `their indexes, and none of them grows while it waits`,
      ),
    ];
  },
};

async function whenWaiting(db: Database, count: number): Promise<void> {
  const sql = `SELECT count(*)::int AS waiting FROM flow_runs WHERE status = 'waiting'`;
  for (;;) {
    const [row] = await query<{ waiting: number }>(db, sql);
    if (row!.waiting >= count) return;
    await pause(200);
  }
}

async function tableBytes(db: Database): Promise<number> {
  const [row] = await query<{ bytes: number }>(
    db,
    `SELECT sum(pg_total_relation_size(name::regclass))::float8 AS bytes
     FROM unnest($1::text[]) AS name`,
    [tables],
  );
  return row!.bytes;
}

function reported(name: string, note: string): Row {
  return { name, aim: {}, ratio: null, p50Ms: null, p95Ms: null, floorP50Ms: null, note };
}
