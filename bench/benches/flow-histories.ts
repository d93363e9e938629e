import { publishFlow } from '../../automation/publish-flow';
import { flowRunWorkflowId } from '../../workflows/messages';
import type { Bench } from '../bench';
import { openHistories } from '../history';
import { pause } from '../pause';
import { createByApi } from './commands';

const note = (id: string): object => ({ id, use: 'core.add-note@1', with: { text: 'Seen.' } });
const find = (id: string): object => ({
  id,
  use: 'core.find-tickets@1',
  with: { where: { status: 'open' }, limit: 1 },
});

const kinds = {
  'one action': [note('a')],
  'three neighbours': [note('a'), note('b'), note('c')],
  'three apart': [find('a'), find('b'), find('c')],
  'a condition': [
    { id: 'which', if: { when: { field: 'priority', is: 'low' }, then: [find('a')] } },
  ],
  'a wait': [{ id: 'wait', wait: { for: '1s' } }, note('a')],
} as const;

/** Events in the histories of runs; of these a server has to store and a worker to replay each. */
export const flowHistories: Bench = {
  rows: ['history events of a Flow run'],
  product: 'all',
  async run({ servers, product }) {
    const histories = await openHistories(servers);
    const told: string[] = [];
    for (const [index, [kind, steps]] of Object.entries(kinds).entries()) {
      const flow = `bench-history-${index}`;
      await publishFlow(
        product.db,
        {
          language: 2,
          flow,
          title: kind,
          on: [{ event: 'ticket.created', when: { field: 'tags', contains: flow } }],
          steps: [...steps],
        },
        { by: { type: 'system', id: 'bench', name: 'Bench' } },
      );
      const number = await createByApi(product, { tags: [flow] });
      const workflowId = flowRunWorkflowId(product.installation.id, `${flow}.${number}.1`);
      const events = await whenEnded(() => histories.read(workflowId));
      const count = (one: string): number => events.filter((event) => event.kind === one).length;
      const most = 5 + 6 * count('activityTaskScheduled') + 5 * count('timerStarted');
      told.push(`${kind} ${events.length} (at most ${most})`);
    }
    await histories.close();
    return [
      {
        name: this.rows[0]!,
        aim: {},
        ratio: null,
        p50Ms: null,
        p95Ms: null,
        floorP50Ms: null,
        note: `${told.join(', ')}; at most 5, 6 for each activity and 5 for each timer`,
      },
    ];
  },
};

async function whenEnded<Event extends { kind: string }>(
  read: () => Promise<Event[]>,
): Promise<Event[]> {
  for (const limit = Date.now() + 30_000; ; await pause(100)) {
    const events = await read().catch(() => []);
    if (events.at(-1)?.kind === 'workflowExecutionCompleted') return events;
    if (Date.now() > limit) throw new Error('the run does not end');
  }
}
