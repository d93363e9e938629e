import { randomUUID } from 'node:crypto';
import { publishFlow } from '../../automation/publish-flow';
import { flowRunWorkflowId } from '../../workflows/messages';
import type { Bench, BenchContext } from '../bench';
import { startBareWorker } from '../floors/bare-worker';
import { handledAfter, openHistories, type Histories } from '../history';
import { percentile, summarise } from '../measure';
import { pause } from '../pause';
import { createByApi } from './commands';
import { untilDrained } from './full-speed';

const startsAtOnce = 8;
const inOneBatch = 50;

interface Size {
  timers: number;
  /** From the first start until they are due: all must have been started by then. */
  startWithinMs: number;
}

/**
 * Waits of Flow runs that are all due within one second, beside bare timers that are. Lateness is
 * from the due time to the end of the workflow task that hears of it, both in the histories. Each
 * batch of runs gets a version of the Flow that waits until a moment of that second.
 */
export const timers: Bench = {
  rows: ['timers: 1,000 due in one second, lateness'],
  product: 'all',
  async run(context) {
    const size: Size = context.quick
      ? { timers: 20, startWithinMs: 6_000 }
      : { timers: 1_000, startWithinMs: 60_000 };
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
          `floor ${tail(late.floor)}, ${floor.length} due within ${spread(floor)} s; ` +
          `product ${tail(late.product)}, ${product.length} due within ${spread(product)} s, none lost`,
      },
    ];
  },
};

interface Fired {
  dueAt: number;
  heardAt: number;
}

const lateness = ({ dueAt, heardAt }: Fired): number => heardAt - dueAt;

/** What the median and the 95th percentile do not tell of lateness. */
function tail(late: readonly number[]): string {
  const early = late.filter((ms) => ms < 0).length;
  return `p99 ${percentile(late, 0.99)?.toFixed(0)} ms, max ${percentile(late, 1)?.toFixed(0)} ms, ${early} early`;
}

/** Seconds between the 1st and the 99th percentile of the due times. */
function spread(fired: readonly Fired[]): string {
  const due = fired.map(({ dueAt }) => dueAt);
  return (((percentile(due, 0.99) ?? 0) - (percentile(due, 0.01) ?? 0)) / 1_000).toFixed(1);
}

async function bareTimers(
  { servers }: BenchContext,
  histories: Histories,
  { timers: count, startWithinMs }: Size,
): Promise<Fired[]> {
  const worker = await startBareWorker(servers);
  const run = randomUUID();
  const due = Date.now() + startWithinMs / 2;
  const ids = Array.from({ length: count }, (_, index) => `bench/${run}/${index}`);
  await someAtOnce(ids, (workflowId, index) =>
    worker.client.start('sleepUntil', {
      workflowId,
      taskQueue: worker.taskQueue,
      requestEagerStart: true,
      args: [{ at: due + (batchOf(index) * 1_000) / count }],
    }),
  );
  const fired = await whenFired(histories, ids, due);
  await worker.stop();
  return fired;
}

async function flowWaits(
  { product }: BenchContext,
  histories: Histories,
  { timers: count, startWithinMs }: Size,
): Promise<Fired[]> {
  const { db, installation } = product;
  const due = Date.now() + startWithinMs;
  const ids: string[] = [];
  while (ids.length < count && Date.now() < due - 2_000) {
    await publishWait(db, new Date(due + (batchOf(ids.length) * 1_000) / count));
    const batch = Array.from({ length: Math.min(inOneBatch, count - ids.length) });
    await someAtOnce(batch, async () => {
      const number = await createByApi(product, { tags: ['bench-wait'] });
      ids.push(flowRunWorkflowId(installation.id, `bench-wait.${number}.1`));
    });
    await untilDrained(db);
  }
  const fired = await whenFired(histories, ids, due);
  await untilDrained(db);
  return fired;
}

/** Waits of one batch are due together, on both sides: the place of its first. */
function batchOf(index: number): number {
  return index - (index % inOneBatch);
}

function publishWait(db: BenchContext['product']['db'], at: Date): Promise<unknown> {
  const document = {
    language: 2,
    flow: 'bench-wait',
    title: 'Waits for a moment',
    on: [{ event: 'ticket.created', when: { field: 'tags', contains: 'bench-wait' } }],
    steps: [{ id: 'wait', wait: { at: at.toISOString() } }],
  };
  return publishFlow(db, document, { by: { type: 'system', id: 'bench', name: 'Bench' } });
}

async function someAtOnce<T>(
  all: readonly T[],
  work: (one: T, index: number) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < all.length; at += startsAtOnce) {
    const some = all.slice(at, at + startsAtOnce);
    await Promise.all(some.map((one, index) => work(one, at + index)));
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
