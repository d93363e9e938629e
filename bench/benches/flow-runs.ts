import { randomUUID } from 'node:crypto';
import { publishFlow } from '../../automation/publish-flow';
import { openDatabase } from '../../db/database';
import { flowRunWorkflowId } from '../../workflows/messages';
import type { Bench, Row } from '../bench';
import { messageOf, openBareCommands } from '../floors/bare-commands';
import { startBareWorker } from '../floors/bare-worker';
import { openHistories } from '../history';
import { inTurns, summarise } from '../measure';
import { pause } from '../pause';
import type { BenchProduct } from '../product';
import { openTicketWatch } from '../ticket-watch';
import { apiCommand, createByApi, migratedDatabase, newTicket, times } from './commands';
import { untilDrained } from './full-speed';

const by = { type: 'system', id: 'bench', name: 'Bench' } as const;
const ticketCount = 20;
const settleMs = 60;

/**
 * From the request until the first action of the Flow that it starts is committed. The floor: the
 * change's SQL, a bare start, one activity with the action's SQL. Both hear of the end by NOTIFY.
 */
export const firstAction: Bench = {
  rows: ['change to first Flow action applied'],
  product: 'all',
  async run({ servers, product, quick }) {
    await publishFlow(
      product.db,
      {
        language: 2,
        flow: 'bench-first-action',
        title: 'A note when it becomes high',
        on: [
          {
            event: 'ticket.priority_changed',
            when: {
              all: [
                { field: 'tags', contains: 'first-action' },
                { field: 'priority', changed_to: 'high' },
              ],
            },
          },
        ],
        steps: [{ id: 'note', use: 'core.add-note@1', with: { text: 'It is high now.' } }],
      },
      { by },
    );
    const tickets = await times(ticketCount, () =>
      createByApi(product, { tags: ['first-action'] }),
    );

    const floorUrl = await migratedDatabase({ servers });
    const floorDb = openDatabase({ url: floorUrl, poolSize: 2 });
    const floor = await openBareCommands(floorUrl);
    const floorTicket = await floor.create(newTicket);
    const worker = await startBareWorker(servers, {
      changeTicket: () => {
        const messageId = randomUUID();
        const note = messageOf(messageId, 'note', 'It is high now.');
        return floor.prepare(floorTicket, { type: 'add-note', messageId }, note)();
      },
    });
    const floorWatch = await openTicketWatch(floorDb);
    const watch = await openTicketWatch(product.db);
    await untilDrained(product.db);

    const pair = await inTurns({
      floor: async (index) => {
        await pause(settleMs);
        const priority = index % 2 === 0 ? 'high' : 'low';
        const change = floor.prepare(floorTicket, { type: 'update', fields: { priority } });
        const changes = floorWatch.next(floorTicket, 2);
        const begin = performance.now();
        await change();
        await worker.client.start('oneActivity', {
          workflowId: `bench/${randomUUID()}`,
          taskQueue: worker.taskQueue,
          requestEagerStart: true,
        });
        return (await changes).at(-1)! - begin;
      },
      product: async (index) => {
        const ticket = tickets[index % ticketCount]!;
        await apiCommand(product, ticket, 'priority', false);
        await untilDrained(product.db);
        await pause(settleMs);
        const changes = watch.next(ticket, 2);
        const begin = performance.now();
        await apiCommand(product, ticket, 'priority', true);
        return (await changes).at(-1)! - begin;
      },
      times: quick ? 5 : 120,
      warmUp: quick ? 2 : 20,
    });
    await floorWatch.stop();
    await watch.stop();
    await worker.stop();
    await floor.bare.close();
    await floorDb.close();
    return [
      { name: this.rows[0]!, aim: { ratioAtMost: 1.5, p50AtMostMs: 30 }, ...summarise(pair) },
    ];
  },
};

const actionsOf = {
  'three-step Flow run': (): object[] =>
    ['a', 'b', 'c'].map((id) => ({
      id,
      use: 'core.find-tickets@1',
      with: { where: { tag: 'nobody-has-this' }, limit: 1 },
    })),
  'three-step Flow run, neighbouring changes': ({ agentId }: BenchProduct): object[] => [
    { id: 'priority', use: 'core.set-priority@1', with: { priority: 'high' } },
    { id: 'assign', use: 'core.assign@2', with: { agent: agentId } },
    { id: 'status', use: 'core.set-status@1', with: { status: 'in_progress' } },
  ],
} as const;

const names = Object.keys(actionsOf) as (keyof typeof actionsOf)[];

/**
 * From a run's start to its end as the server wrote them down: three actions that are an activity
 * each, and three that change the ticket and share one.
 */
export const threeSteps: Bench = {
  rows: names,
  product: 'all',
  async run({ servers, product, quick }) {
    const worker = await startBareWorker(servers);
    const histories = await openHistories(servers);
    const lasted = async (workflowId: string): Promise<number> => {
      for (;;) {
        const events = await histories.read(workflowId).catch(() => []);
        const end = events.at(-1);
        if (end?.kind === 'workflowExecutionCompleted') return end.at - events[0]!.at;
        await pause(20);
      }
    };
    const rows: Row[] = [];
    for (const [index, name] of names.entries()) {
      const flow = `bench-three-steps-${index}`;
      await publishFlow(
        product.db,
        {
          language: 2,
          flow,
          title: name,
          on: [{ event: 'ticket.created', when: { field: 'tags', contains: flow } }],
          steps: actionsOf[name](product),
        },
        { by },
      );
      const pair = await inTurns({
        floor: async () => {
          await pause(settleMs);
          const workflowId = `bench/${randomUUID()}`;
          const run = await worker.client.start('threeActivities', {
            workflowId,
            taskQueue: worker.taskQueue,
            requestEagerStart: true,
          });
          await run.result();
          return lasted(workflowId);
        },
        product: async () => {
          await pause(settleMs);
          const number = await createByApi(product, { tags: [flow] });
          await pause(settleMs);
          return lasted(flowRunWorkflowId(product.installation.id, `${flow}.${number}.1`));
        },
        times: quick ? 5 : 100,
        warmUp: quick ? 2 : 20,
      });
      rows.push({
        name,
        aim: { ratioAtMost: 1.3 },
        ...summarise(pair),
        note:
          index === 0
            ? 'each reads and is recorded; the floor’s do nothing'
            : 'they change the ticket and are recorded, in one activity; the floor’s do nothing',
      });
    }
    await histories.close();
    await worker.stop();
    return rows;
  },
};
