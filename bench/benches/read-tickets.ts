import { listRuns } from '../../db/flow-run-store';
import { listTickets } from '../../tickets/list-tickets';
import { readThread } from '../../tickets/read-thread';
import { readEvents, readTicket } from '../../tickets/read-ticket';
import type { Aim, Bench, Row } from '../bench';
import { openBareDatabase } from '../floors/bare-database';
import { inTurns, summarise, timed } from '../measure';
import { seedDesk } from '../seeded-desk';
import { apiCommand, commandAt, createByApi } from './commands';

/** What opening a ticket asks for, in one request; the floor asks on four connections at once. */
export const ticketPage: Bench = {
  rows: ['ticket page: ticket, thread, events and runs'],
  product: 'api',
  async run({ product, quick }) {
    const { api } = product;
    const number = await createByApi(product);
    for (let index = 0; index < 64; index += 4)
      await apiCommand(product, number, ...commandAt(index));

    const bare = await Promise.all([1, 2, 3, 4].map(() => openBareDatabase(product.databaseUrl)));
    const path = `/api/v1/tickets/${number}?include=messages,events,flowRuns`;
    const pair = await inTurns({
      floor: timed(() =>
        Promise.all([
          readTicket(bare[0]!.db, number),
          readThread(bare[1]!.db, number, { limit: 201 }),
          readEvents(bare[2]!.db, number, { afterSeq: 0, limit: 201 }),
          listRuns(bare[3]!.db, { ticket: number }, { limit: 21 }),
        ]),
      ),
      product: timed(() => api.get(path)),
      times: quick ? 20 : 500,
      warmUp: quick ? 5 : 100,
    });
    for (const one of bare) await one.close();
    return [{ name: this.rows[0]!, aim: { ratioAtMost: 2 }, ...summarise(pair) }];
  },
};

type Filter = Parameters<typeof listTickets>[1];
type Page = Parameters<typeof listTickets>[2];

/** A list as the API is asked for it, and the same for its statement alone. */
interface List {
  name: string;
  query: (agentId: string) => string;
  filter: (agentId: string) => Filter;
  page: Omit<Page, 'limit'>;
}

const lists: readonly List[] = [
  {
    name: 'list of 50 among 100,000: all to be dealt with, newest first',
    query: () => '',
    filter: () => ({}),
    page: { sort: 'createdAt', descending: true },
  },
  {
    name: 'list of 50 among 100,000: open, high or urgent, of one agent, last changed first',
    query: (agentId) => `?status=open&priority=high,urgent&assignee=${agentId}&sort=-updatedAt`,
    filter: (agentId) => ({
      statuses: ['open'],
      priorities: ['high', 'urgent'],
      assignee: agentId,
    }),
    page: { sort: 'updatedAt', descending: true },
  },
  {
    name: 'list of 50 among 100,000: open, by priority',
    query: () => '?status=open&sort=-priority',
    filter: () => ({ statuses: ['open'] }),
    page: { sort: 'priority', descending: true },
  },
];

const aim: Aim = { ratioAtMost: 2, p50AtMostMs: 5 };

export const ticketLists: Bench = {
  rows: lists.map(({ name }) => name),
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    const { api, agentId } = product;
    await seedDesk(context);
    const bare = await openBareDatabase(product.databaseUrl);
    const rows: Row[] = [];
    for (const { name, query, filter, page } of lists) {
      const path = `/api/v1/tickets${query(agentId)}`;
      const pair = await inTurns({
        floor: timed(() => listTickets(bare.db, filter(agentId), { ...page, limit: 50 })),
        product: timed(() => api.get(path)),
        times: quick ? 10 : 200,
        warmUp: quick ? 2 : 30,
      });
      rows.push({ name, aim, ...summarise(pair) });
    }
    await bare.close();
    return rows;
  },
};
