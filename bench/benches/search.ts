import { findTickets, readSearch } from '../../db/search-store';
import type { Aim, Bench, Row } from '../bench';
import { openBareDatabase } from '../floors/bare-database';
import { inTurns, summarise, timed } from '../measure';
import { seedDesk } from '../seeded-desk';

const searches = {
  'a word of every fortieth ticket': 'invoice',
  'two words': 'invoice expired',
  'the beginning of a word': 'certif',
  'a misspelt word': 'pasword',
  'a word that most tickets have': 'the',
} as const;

const rowName = (what: string): string => `search among 100,000 tickets: ${what}`;
const aim: Aim = { p50AtMostMs: 50 };

/** The floor is the statements alone, one after another, on one connection. */
export const search: Bench = {
  rows: Object.keys(searches).map(rowName),
  product: 'api',
  async run(context) {
    const { product, quick } = context;
    await seedDesk(context);
    const bare = await openBareDatabase(product.databaseUrl);
    const rows: Row[] = [];
    for (const [what, words] of Object.entries(searches)) {
      const pair = await inTurns({
        floor: timed(async () => {
          const read = await readSearch(bare.db, words);
          if (read) await findTickets(bare.db, read, { limit: 21 });
        }),
        product: timed(() => product.api.get(`/api/v1/search?q=${encodeURIComponent(words)}`)),
        times: quick ? 5 : 60,
        warmUp: quick ? 1 : 10,
      });
      rows.push({ name: rowName(what), aim, ...summarise(pair) });
    }
    await bare.close();
    return rows;
  },
};
