import { allAgents } from '../../db/agent-store';
import { inTransaction, type Database } from '../../db/database';
import { listMailboxes } from '../../db/mailbox-store';
import {
  analyze,
  seedCustomers,
  seededCustomers,
  storeSeeded,
  takeNumbers,
} from '../../db/seed-store';
import { drawTicket, type SeedCast } from './draw-ticket';
import { aName, pick } from './texts';

const ticketsAtOnce = 250;
const ticketsACustomer = 20;
const nobodysMailbox = { name: 'Support', address: 'support@seed.example.net' };

/**
 * Fills a desk with `tickets` tickets that have `messages` messages together, to try it at the
 * size of a busy one. `progress` hears after each batch how many tickets are stored. No mail is
 * sent and no Flow runs for them.
 */
export async function seedTickets(
  db: Database,
  { tickets, messages }: { tickets: number; messages: number },
  progress: (stored: number) => void = () => undefined,
): Promise<void> {
  await seedCustomers(db, drawCustomers(Math.ceil(tickets / ticketsACustomer)));
  const mailboxes = await listMailboxes(db);
  const cast: SeedCast = {
    customers: await seededCustomers(db),
    agents: (await allAgents(db)).filter(({ active }) => active),
    mailbox: mailboxes[0] ?? nobodysMailbox,
    now: Date.now(),
  };
  const messagesBefore = (index: number): number => Math.floor((index * messages) / tickets);
  for (let stored = 0; stored < tickets;) {
    const count = Math.min(ticketsAtOnce, tickets - stored);
    const numbers = await takeNumbers(db, count);
    const drawn = numbers.map((number, offset) => {
      const index = stored + offset;
      return drawTicket(number, messagesBefore(index + 1) - messagesBefore(index), cast);
    });
    await inTransaction(db, (transaction) => storeSeeded(db, drawn, transaction));
    stored += count;
    progress(stored);
  }
  await analyze(db);
}

/** Two of three belong to a company of about ten. */
function drawCustomers(count: number): Parameters<typeof seedCustomers>[1] {
  const companies = Array.from({ length: 1 + Math.floor(count / 10) }, () => `${aName()} Ltd`);
  return Array.from({ length: count }, (_, index) => {
    const name = aName();
    const email = `${name.toLowerCase().replace(' ', '.')}.${index}@seed.example.net`;
    return { name, email, company: index % 3 === 0 ? null : pick(companies) };
  });
}
