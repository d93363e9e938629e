import type { Bench } from './bench';
import { commandsAtOnce, oneCommand } from './benches/commands';
import { createTicket } from './benches/create-ticket';

/** Every row, in the order of the table. A new one is its file and one line here. */
export const benches: readonly Bench[] = [oneCommand, commandsAtOnce, createTicket];
