import type { Bench } from './bench';
import { backtest } from './benches/backtest';
import { commandsAtOnce, oneCommand } from './benches/commands';
import { createTicket } from './benches/create-ticket';
import { firstAction, threeSteps } from './benches/flow-runs';
import { flowHistories } from './benches/flow-histories';
import { fullSpeed } from './benches/full-speed';
import { customerMail } from './benches/mail';
import { matching } from './benches/matching';
import { ticketLists, ticketPage } from './benches/read-tickets';
import { changeSeen, screens } from './benches/screens';
import { search } from './benches/search';
import { signalHandled } from './benches/signal-handled';
import { startAndMemory } from './benches/start-and-memory';
import { timers } from './benches/timers';
import { waitingRuns } from './benches/waiting-runs';
import { workerKilled } from './benches/worker-killed';

/** Every row, in the order of the table. A new one is its file and one line here. */
export const benches: readonly Bench[] = [
  oneCommand,
  commandsAtOnce,
  createTicket,
  ticketPage,
  ticketLists,
  search,
  changeSeen,
  screens,
  signalHandled,
  matching,
  firstAction,
  threeSteps,
  flowHistories,
  customerMail,
  timers,
  fullSpeed,
  workerKilled,
  waitingRuns,
  backtest,
  startAndMemory,
];
