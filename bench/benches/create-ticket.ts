import type { Bench } from '../bench';
import { openBareCommands } from '../floors/bare-commands';
import { inTurns, summarise, timed } from '../measure';
import { createByApi, migratedDatabase, newTicket } from './commands';

/** A ticket of a known requester, by HTTP; the floor runs the same statements. */
export const createTicket: Bench = {
  rows: ['create a ticket'],
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    const floor = await openBareCommands(await migratedDatabase(context));
    const pair = await inTurns({
      floor: timed(() => floor.create(newTicket)),
      product: timed(() => createByApi(product)),
      times: quick ? 20 : 400,
      warmUp: quick ? 3 : 50,
    });
    await floor.bare.close();
    return [{ name: this.rows[0]!, aim: { ratioAtMost: 3 }, ...summarise(pair) }];
  },
};
