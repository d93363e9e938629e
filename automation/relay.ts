import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { listen } from '../db/notifications';
import {
  claimBehind,
  moveAutomationCursor,
  releaseTicket,
  type BehindTicket,
} from '../db/relay-store';
import { signalledEvent, type TicketEvent } from '../domain/ticket/event';
import {
  taskQueueOf,
  ticketEventsSignal,
  ticketWorkflowId,
  workflowTypes,
  type TicketEventsMessage,
  type TicketWorkflow,
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
  /** For ticket workflows that this relay starts. */
  ticketWorkflow?: Pick<TicketWorkflowInput, 'closedForMs' | 'historyLimit'>;
}

const ticketsAtOnce = 32;
const eventsAtOnce = 200;
const leaseMs = 10_000;
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
  const behind = await claimBehind(options.db, {
    owner,
    tickets: ticketsAtOnce,
    events: eventsAtOnce,
    leaseMs,
  });
  const moved = await Promise.all(behind.map((ticket) => relayTicket(options, owner, ticket)));
  return moved.filter(Boolean).length;
}

async function relayTicket(
  options: RelayOptions,
  owner: string,
  { ticket, workflowSeq, automationSeq, events }: BehindTicket,
): Promise<boolean> {
  const [planned, told] = await Promise.allSettled([
    planWhatFollows(options, { ticket, from: automationSeq }, after(events, automationSeq)),
    tellWorkflow(options, ticket, after(events, workflowSeq)),
  ]);
  const failed = planned.status === 'rejected' || told.status === 'rejected';
  if (planned.status === 'rejected') logFailure(options.log, ticket, planned.reason);
  if (told.status === 'rejected') logFailure(options.log, ticket, told.reason);

  await releaseTicket(options.db, {
    owner,
    ticket,
    workflowSeq: told.status === 'fulfilled' ? told.value : workflowSeq,
    failed,
  });
  return !failed;
}

/** In one transaction with the cursor, so that each event is planned exactly once. */
async function planWhatFollows(
  { db, plans }: RelayOptions,
  { ticket, from }: { ticket: number; from: number },
  events: TicketEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const to = events.at(-1)!.seq;
  await inTransaction(db, async (transaction) => {
    if (!(await moveAutomationCursor(db, { ticket, from, to }, transaction))) return;
    for (const plan of plans) await plan(db, events, transaction);
  });
}

/** Answers the last event that the workflow has been told. */
async function tellWorkflow(
  { engine, installation, ticketWorkflow }: RelayOptions,
  ticket: number,
  events: TicketEvent[],
): Promise<number> {
  if (events.length === 0) return 0;
  const input: TicketWorkflowInput = { number: ticket, ...ticketWorkflow };
  await engine.call('telling a ticket workflow', (client) =>
    client.signalWithStart<TicketWorkflow, [TicketEventsMessage]>(workflowTypes.ticket, {
      workflowId: ticketWorkflowId(installation, ticket),
      taskQueue: taskQueueOf(installation),
      args: [input],
      signal: ticketEventsSignal,
      signalArgs: [events.map(signalledEvent)],
    }),
  );
  return events.at(-1)!.seq;
}

function after(events: TicketEvent[], seq: number): TicketEvent[] {
  return events.filter((event) => event.seq > seq);
}

function logFailure(log: Logger, ticket: number, err: unknown): void {
  if (err instanceof EngineAway) log.debug({ ticket }, 'relaying waits for Temporal');
  else log.warn({ ticket, err }, 'relaying failed, it is tried again');
}
