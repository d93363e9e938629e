import { randomUUID } from 'node:crypto';
import { publishFlow } from '../../automation/publish-flow';
import { query } from '../../db/database';
import { flowRunWorkflowId } from '../../workflows/messages';
import type { Bench, BenchContext } from '../bench';
import { startBareWorker } from '../floors/bare-worker';
import { handledAfter, openHistories, type Histories } from '../history';
import { percentile, summarise } from '../measure';
import { pause } from '../pause';
import { createByApi } from './commands';
import { untilDrained } from './full-speed';

const startsAtOnce = 8;
const marginMs = 10_000;

interface Size {
  timers: number;
  /** Each second one batch is started, with a wait that is a second shorter than the one before. */
  batches: number;
}

/**
 * Waits of Flow runs that are all due within one second, beside bare timers that are. Lateness is
 * from the due time to the end of the workflow task that hears of it, both in the histories. A
 * thousand runs cannot begin in one second here, so twenty Flows with growing waits share them.
 */
export const timers: Bench = {
  rows: ['timers: 1,000 due in one second, lateness'],
  product: 'all',
  async run(context) {
    const size = context.quick ? { timers: 20, batches: 2 } : { timers: 1_000, batches: 20 };
    const histories = await openHistories(context.servers);
    const floor = await bareTimers(context, histories, size);
    const product = await flowWaits(context, histories, size);
    await histories.close();
    const late = { floor: floor.map(lateness), product: product.map(lateness) };
    return [
      {
        name: this.rows[0]!,
        aim: { ratioAtMost: 1.3 },
        ...summarise(late),
        note:
          `floor's p95 ${percentile(late.floor, 0.95)?.toFixed(0)} ms; due within ` +
          `${spread(floor)} s (floor) and ${spread(product)} s (product); counted: ` +
          `${floor.length} and ${product.length}`,
      },
    ];
  },
};

interface Fired {
  dueAt: number;
  heardAt: number;
}

const lateness = ({ dueAt, heardAt }: Fired): number => heardAt - dueAt;

/** Seconds between the 1st and the 99th percentile of the due times. */
function spread(fired: readonly Fired[]): string {
  const due = fired.map(({ dueAt }) => dueAt);
  return (((percentile(due, 0.99) ?? 0) - (percentile(due, 0.01) ?? 0)) / 1_000).toFixed(1);
}

async function bareTimers(
  { servers }: BenchContext,
  histories: Histories,
  { timers: count, batches }: Size,
): Promise<Fired[]> {
  const worker = await startBareWorker(servers);
  const run = randomUUID();
  const due = Date.now() + batches * 1_000 + marginMs;
  const ids = Array.from({ length: count }, (_, index) => `bench/${run}/${index}`);
  await batchwise(ids, batches, (workflowId, index) =>
    worker.client.start('sleepUntil', {
      workflowId,
      taskQueue: worker.taskQueue,
      requestEagerStart: true,
      args: [{ at: due + (index * 1_000) / count }],
    }),
  );
  const fired = await whenFired(histories, ids, due);
  await worker.stop();
  return fired;
}

async function flowWaits(
  { product }: BenchContext,
  histories: Histories,
  { timers: count, batches }: Size,
): Promise<Fired[]> {
  const seconds = (batch: number): number => batches - batch + marginMs / 1_000;
  for (let batch = 0; batch < batches; batch += 1)
    await publishWait(product.db, batch, seconds(batch));
  const due = Date.now() + batches * 1_000 + marginMs;
  const perBatch = Math.ceil(count / batches);
  const tickets = Array.from({ length: count }, (_, index) => index);
  const ids: string[] = [];
  await batchwise(tickets, batches, async (index) => {
    const batch = Math.floor(index / perBatch);
    const number = await createByApi(product, { tags: [`wait-${batch}`] });
    ids.push(flowRunWorkflowId(product.installation.id, `bench-wait-${batch}.${number}.1`));
  });
  const fired = await whenFired(histories, ids, due);
  await untilDrained(product.db);
  await query(product.db, `UPDATE flows SET enabled = false WHERE slug LIKE 'bench-wait-%'`);
  return fired;
}

function publishWait(
  db: BenchContext['product']['db'],
  batch: number,
  seconds: number,
): Promise<unknown> {
  const document = {
    language: 1,
    flow: `bench-wait-${batch}`,
    title: `Waits for ${seconds} seconds`,
    on: [{ event: 'ticket.created', when: { field: 'tags', contains: `wait-${batch}` } }],
    steps: [{ id: 'wait', wait: { for: `${seconds}s` } }],
  };
  return publishFlow(db, document, { by: { type: 'system', id: 'bench', name: 'Bench' } });
}

/** Starts one batch a second, some at once, the last just before the timers are due. */
async function batchwise<T>(
  all: readonly T[],
  batches: number,
  start: (one: T, index: number) => Promise<unknown>,
): Promise<void> {
  const begin = performance.now();
  const perBatch = Math.ceil(all.length / batches);
  for (let batch = 0; batch < batches; batch += 1) {
    await pause(Math.max(begin + batch * 1_000 - performance.now(), 0));
    const mine = all.slice(batch * perBatch, (batch + 1) * perBatch);
    for (let at = 0; at < mine.length; at += startsAtOnce) {
      const some = mine.slice(at, at + startsAtOnce);
      await Promise.all(some.map((one, i) => start(one, batch * perBatch + at + i)));
    }
  }
}

async function whenFired(
  histories: Histories,
  ids: readonly string[],
  due: number,
): Promise<Fired[]> {
  await pause(Math.max(due - Date.now(), 0) + 5_000);
  const fired: Fired[] = [];
  for (const id of ids) {
    const events = await untilHeard(histories, id);
    const { dueAt } = events.find((event) => event.dueAt !== undefined)!;
    const [heardAt] = handledAfter(events, 'timerFired');
    fired.push({ dueAt: dueAt!, heardAt: heardAt! });
  }
  return fired;
}

async function untilHeard(histories: Histories, id: string) {
  for (const end = Date.now() + 60_000; ; await pause(100)) {
    const events = await histories.read(id);
    if (handledAfter(events, 'timerFired').length > 0) return events;
    if (Date.now() > end) throw new Error(`the timer of ${id} did not fire`);
  }
}
