import { randomUUID } from 'node:crypto';
import { ticketWorkflowId } from '../../workflows/messages';
import type { Bench } from '../bench';
import { startBareWorker } from '../floors/bare-worker';
import { handledAfter, openHistories } from '../history';
import { summarise } from '../measure';
import { pause } from '../pause';
import { openWallClock } from '../wall-clock';
import { apiCommand, createByApi, times } from './commands';
import { untilDrained } from './full-speed';

const ticketCount = 10;
const settleMs = 40;

/**
 * From the request until the ticket's workflow has handled the signal; the floor begins at a bare
 * signalWithStart. When it was handled is what the server wrote into the histories, for both.
 */
export const signalHandled: Bench = {
  rows: ['change to signal handled by the ticket workflow'],
  product: 'all',
  async run({ servers, product, quick }) {
    const rounds = quick ? 3 : 25;
    const worker = await startBareWorker(servers);
    const histories = await openHistories(servers);
    const run = randomUUID();
    const floorId = (index: number): string => `bench/${run}/${index % ticketCount}`;
    const signal = (index: number): Promise<unknown> =>
      worker.client.signalWithStart('hearSignals', {
        workflowId: floorId(index),
        taskQueue: worker.taskQueue,
        signal: 'tell',
        signalArgs: [usualEvents],
      });
    const tickets = await times(ticketCount, () => createByApi(product));
    await times(ticketCount, signal);
    await untilDrained(product.db);

    const now = openWallClock();
    const begun = {
      floor: tickets.map((): number[] => []),
      product: tickets.map((): number[] => []),
    };
    for (let index = 0; index < rounds * ticketCount; index += 1) {
      const at = index % ticketCount;
      begun.floor[at]!.push(now());
      await signal(index);
      await pause(settleMs);
      begun.product[at]!.push(now());
      await apiCommand(
        product,
        tickets[at]!,
        'priority',
        Math.floor(index / ticketCount) % 2 === 0,
      );
      await pause(settleMs);
    }
    await untilDrained(product.db);
    await pause(500);

    const latencies = async (id: string, from: number[]): Promise<number[]> => {
      const [_first, ...handled] = handledAfter(
        await histories.read(id),
        'workflowExecutionSignaled',
      );
      // Two changes in one signal: this ticket's samples cannot be told apart.
      return handled.length === from.length ? handled.map((end, at) => end - from[at]!) : [];
    };
    const pair = { floor: [] as number[], product: [] as number[] };
    for (const [at, ticket] of tickets.entries()) {
      const id = ticketWorkflowId(product.installation.id, ticket);
      pair.floor.push(...(await latencies(floorId(at), begun.floor[at]!)).slice(1));
      pair.product.push(...(await latencies(id, begun.product[at]!)).slice(1));
    }
    await histories.close();
    await worker.stop();
    return [{ name: this.rows[0]!, aim: { ratioAtMost: 1.5 }, ...summarise(pair) }];
  },
};

/** As much as the relay sends for one changed field. */
const usualEvents = [
  {
    ticket: 1042,
    seq: 7,
    type: 'ticket.priority_changed',
    at: '2026-01-01T00:00:00.000Z',
    actor: { type: 'agent', id: '5f0c6a52-1c52-4c3a-9d5b-0f4f6a3b7c11' },
    cause: { commandId: 'api/0f4f6a3b-7c11-4c3a-9d5b-5f0c6a521c52' },
    changes: { priority: { from: 'low', to: 'high' } },
  },
];
