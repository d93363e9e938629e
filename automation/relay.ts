import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { listen } from '../db/notifications';
import {
  claimBehind,
  moveCursor,
  releaseLease,
  type BehindTicket,
} from '../db/relay-store';
import { eventsAfter } from '../db/ticket-store';
import { signalledEvent, type TicketEvent } from '../domain/ticket/event';
import {
  taskQueue,
  ticketEventsSignal,
  ticketWorkflowId,
  workflowTypes,
  type TicketWorkflowInput,
} from '../workflows/messages';
import { EngineAway, type Engine } from './engine';
import { startLoop, type Loop } from './loop';

/** What follows events without Temporal, planned in the transaction that moves the cursor. */
export type Plan = (
  db: Database,
  events: TicketEvent[],
  transaction: Transaction,
) => Promise<unknown>;

export interface RelayOptions {
  db: Database;
  engine: Engine;
  installation: string;
  plans: readonly Plan[];
  log: Logger;
  closedForMs?: number;
}

const ticketsAtOnce = 32;
const eventsAtOnce = 200;
const leaseMs = 30_000;
const pollMs = 1_000;

/**
 * Tells events to what follows them: per ticket, in order, from stored cursors, at least once.
 * NOTIFY wakes it, polling guarantees it; any number of processes may run one. Two sinks, each
 * with its own cursor, so that an engine that is away does not hold up what needs only Postgres.
 */
export function startRelay(options: RelayOptions): Loop {
  const owner = randomUUID();
  const relay = startLoop({
    name: 'relay',
    everyMs: pollMs,
    log: options.log,
    work: () => relayRound(options, owner),
  });
  const listener = listen(options.db, 'ticket_events', () => relay.wake());
  return {
    wake: relay.wake,
    async stop() {
      await listener.stop();
      await relay.stop();
    },
  };
}

/** Takes some tickets that are behind and brings them up to date. Answers how many it moved. */
async function relayRound(options: RelayOptions, owner: string): Promise<number> {
  const behind = await claimBehind(options.db, { owner, limit: ticketsAtOnce, leaseMs });
  const moved = await Promise.all(behind.map((ticket) => relayTicket(options, owner, ticket)));
  return moved.filter(Boolean).length;
}

async function relayTicket(
  options: RelayOptions,
  owner: string,
  behind: BehindTicket,
): Promise<boolean> {
  const { db, log } = options;
  const { ticket } = behind;
  const sinks = await Promise.allSettled([
    planWhatFollows(options, behind),
    tellWorkflow(options, behind),
  ]);
  const failures = sinks.filter((sink) => sink.status === 'rejected').map((sink) => sink.reason);
  for (const err of failures) {
    if (err instanceof EngineAway) log.debug({ ticket }, 'relaying waits for Temporal');
    else log.warn({ ticket, err }, 'relaying failed, it is tried again');
  }
  await releaseLease(db, { owner, ticket, failed: failures.length > 0 });
  return sinks.some((sink) => sink.status === 'fulfilled' && sink.value);
}

async function planWhatFollows(
  { db, plans }: RelayOptions,
  { ticket, automationSeq, version }: BehindTicket,
): Promise<boolean> {
  if (automationSeq >= version) return false;
  await inTransaction(db, async (transaction) => {
    const events = await eventsAfter(db, ticket, automationSeq, {
      limit: eventsAtOnce,
      transaction,
    });
    for (const plan of plans) await plan(db, events, transaction);
    await moveCursor(db, 'automation', ticket, events.at(-1)!.seq, transaction);
  });
  return true;
}

async function tellWorkflow(
  { db, engine, installation, closedForMs }: RelayOptions,
  { ticket, workflowSeq, version }: BehindTicket,
): Promise<boolean> {
  if (workflowSeq >= version) return false;
  const events = await eventsAfter(db, ticket, workflowSeq, { limit: eventsAtOnce });
  const input: TicketWorkflowInput = {
    number: ticket,
    ...(closedForMs === undefined ? {} : { closedForMs }),
  };
  await engine.call('telling a ticket workflow', (client) =>
    client.signalWithStart(workflowTypes.ticket, {
      workflowId: ticketWorkflowId(installation, ticket),
      taskQueue,
      args: [input],
      signal: ticketEventsSignal,
      signalArgs: [events.map(signalledEvent)],
    }),
  );
  await moveCursor(db, 'workflow', ticket, events.at(-1)!.seq);
  return true;
}
