import { seedTickets } from '../tickets/seed/seed-tickets';
import type { BenchContext } from './bench';

/** What the figures are for: a desk after some years. */
export const size = { tickets: 100_000, messages: 1_000_000 };

const seeded = new WeakSet<object>();

/** Fills the product's desk, once for all benches that share it; a fiftieth in a quick run. */
export async function seedDesk({
  product,
  quick,
  tell,
}: Pick<BenchContext, 'product' | 'quick' | 'tell'>): Promise<void> {
  if (seeded.has(product)) return;
  seeded.add(product);
  const share = quick ? 50 : 1;
  const [tickets, messages] = [size.tickets / share, size.messages / share];
  tell(`storing ${tickets} tickets with ${messages} messages (some minutes) …`);
  await seedTickets(product.db, { tickets, messages });
}
