import { query, type Database } from '../../db/database';
import { publishFlow } from '../../automation/publish-flow';
import { seedTickets } from '../../tickets/seed/seed-tickets';
import type { Bench } from '../bench';
import { percentile } from '../measure';
import { startBenchProduct } from '../product';

const by = { type: 'system', id: 'bench', name: 'Bench' } as const;
const days = 30;

/** A backtest as the API gives it, over a hundred thousand stored events of the last month. */
export const backtest: Bench = {
  rows: ['backtest of 100,000 events'],
  product: 'none',
  async run({ servers, quick, tell }) {
    const wanted = quick ? 2_000 : 100_000;
    const product = await startBenchProduct(servers, 'api');
    const { db, api } = product;
    tell(`storing ${wanted} events …`);
    while ((await storedEvents(db)) < wanted) {
      await seedTickets(db, { tickets: wanted / 50, messages: wanted / 10 });
    }
    // Three years become less than thirty days, each ticket's events in their order.
    await query(db, 'UPDATE ticket_events SET at = now() - (now() - at) / 40');
    const { id } = await publishFlow(
      db,
      {
        language: 2,
        flow: 'bench-backtest',
        title: 'Urgent or answered',
        on: [
          { event: 'ticket.created', when: { field: 'priority', at_least: 'high' } },
          { event: 'ticket.status_changed', when: { field: 'tags', contains: 'nobody-has-this' } },
          { event: 'message.customer_replied', when: { field: 'status', is: 'waiting' } },
        ],
        steps: [{ id: 'note', use: 'core.add-note@1', with: { text: 'Seen.' } }],
      },
      { by },
    );
    const samples: number[] = [];
    let told = { events: 0, listened: 0, matched: 0, truncated: false };
    for (let count = 0; count < (quick ? 1 : 3); count += 1) {
      const begin = performance.now();
      told = await api.post(`/api/v1/flows/${id}/backtest`, { days, from: 'published' });
      samples.push(performance.now() - begin);
    }
    await product.stop();
    return [
      {
        name: this.rows[0]!,
        aim: { p50AtMostMs: 10_000 },
        ratio: null,
        p50Ms: percentile(samples, 0.5),
        p95Ms: percentile(samples, 0.95),
        floorP50Ms: null,
        note:
          `${told.events} events, ${told.listened} of kinds that it listens for, ` +
          `${told.matched} runs${told.truncated ? '; truncated' : ''}`,
      },
    ];
  },
};

async function storedEvents(db: Database): Promise<number> {
  const sql = 'SELECT count(*)::int AS count FROM ticket_events';
  const [row] = await query<{ count: number }>(db, sql);
  return row!.count;
}
