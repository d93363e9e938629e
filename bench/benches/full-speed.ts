import { query, type Database } from '../../db/database';
import type { Bench } from '../bench';
import { flood, percentile } from '../measure';
import { pause } from '../pause';
import { apiCommand, commandAt, createByApi, times } from './commands';

const clients = 16;
const ticketsEach = 4;

/** The same commands while relay, planning and every ticket's workflow keep up as they can. */
export const fullSpeed: Bench = {
  rows: ['commands: 16 clients, relay and workflows at full speed'],
  product: 'all',
  async run({ product, quick }) {
    const tickets = await times(clients * ticketsEach, () => createByApi(product));
    const command = (client: number, index: number): Promise<unknown> =>
      apiCommand(
        product,
        tickets[client * ticketsEach + (index % ticketsEach)]!,
        ...commandAt(index),
      );
    await flood({ call: command, clients, ms: quick ? 100 : 1_000 });
    await untilDrained(product.db);

    const backlog: number[] = [];
    const watching = setInterval(() => {
      void eventsBehind(product.db).then((behind) => backlog.push(behind));
    }, 1_000);
    const { perSecond, latencies } = await flood({
      call: command,
      clients,
      ms: quick ? 500 : 10_000,
    });
    clearInterval(watching);
    const left = await eventsBehind(product.db);
    const drainedMs = await untilDrained(product.db);
    return [
      {
        name: this.rows[0]!,
        aim: { perSecondAtLeast: 500 },
        ratio: null,
        p50Ms: percentile(latencies, 0.5),
        p95Ms: percentile(latencies, 0.95),
        floorP50Ms: null,
        perSecond,
        note:
          `events behind, each second: ${backlog.join(' ')}; ${left} at the end, ` +
          `drained ${(drainedMs / 1_000).toFixed(1)} s later`,
      },
    ];
  },
};

/** Waits until every event has been told to all that follows it; answers how long that took. */
export async function untilDrained(db: Database): Promise<number> {
  const begin = performance.now();
  while ((await eventsBehind(db)) > 0) await pause(25);
  return performance.now() - begin;
}

async function eventsBehind(db: Database): Promise<number> {
  const [row] = await query<{ behind: number }>(
    db,
    `SELECT coalesce(sum(version - least(workflow_seq, automation_seq)), 0)::int AS behind
     FROM ticket_relay WHERE workflow_seq < version OR automation_seq < version`,
  );
  return row!.behind;
}
