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
 * from the due time to the end of the workflow task that hears of it, both in the histories. A
 * thousand runs cannot begin in one second here: each batch gets a version of the Flow whose wait
 * is as much shorter as it begins later.
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
  { timers: count, startWithinMs }: Size,
): Promise<Fired[]> {
  const { db, installation } = product;
  const due = Date.now() + startWithinMs;
  const ids: string[] = [];
  while (ids.length < count) {
    await untilDrained(db);
    await pause((due - Date.now()) % 1_000);
    const seconds = Math.round((due - Date.now()) / 1_000);
    if (seconds < 2) break; // too slow today: the note says how many there were
    await publishWait(db, seconds);
    const batch = Array.from({ length: Math.min(inOneBatch, count - ids.length) }, () => seconds);
    await someAtOnce(batch, async () => {
      const number = await createByApi(product, { tags: ['bench-wait'] });
      ids.push(flowRunWorkflowId(installation.id, `bench-wait.${number}.1`));
    });
  }
  const fired = await whenFired(histories, ids, due);
  await untilDrained(db);
  return fired;
}

function publishWait(db: BenchContext['product']['db'], seconds: number): Promise<unknown> {
  const document = {
    language: 1,
    flow: 'bench-wait',
    title: `Waits for ${seconds} seconds`,
    on: [{ event: 'ticket.created', when: { field: 'tags', contains: 'bench-wait' } }],
    steps: [{ id: 'wait', wait: { for: `${seconds}s` } }],
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
