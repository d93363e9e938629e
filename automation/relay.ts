import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { listen } from '../db/notifications';
import {
  claimBehind,
  moveAutomationCursors,
  releaseTickets,
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

/**
 * What follows events without Temporal, planned in the transaction that moves the cursors. The
 * events may be of several tickets; each ticket's are in order.
 */
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
    roundEnded: relay.roundEnded,
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
  if (behind.length === 0) return 0;
  const [unplanned, told] = await Promise.all([
    planWhatFollows(options, behind),
    Promise.all(behind.map((ticket) => tellWorkflow(options, ticket))),
  ]);
  const released = behind.map(({ ticket, workflowSeq }, index) => ({
    ticket,
    workflowSeq: told[index] ?? workflowSeq,
    failed: told[index] === null || unplanned.has(ticket),
  }));
  await releaseTickets(options.db, owner, released);
  return released.filter(({ failed }) => !failed).length;
}

/**
 * Plans for many tickets in one transaction; when that fails, for each alone, so that one does not
 * hold up the others. Answers those for which it failed.
 */
async function planWhatFollows(
  options: RelayOptions,
  behind: readonly BehindTicket[],
): Promise<Set<number>> {
  const failed = new Set<number>();
  try {
    await planTogether(options, behind);
  } catch (error) {
    const [first, ...others] = behind;
    if (first && others.length === 0) {
      logFailure(options.log, first.ticket, error);
      failed.add(first.ticket);
    } else {
      for (const alone of behind) {
        for (const ticket of await planWhatFollows(options, [alone])) failed.add(ticket);
      }
    }
  }
  return failed;
}

/** In one transaction with the cursors, so that each event is planned exactly once. */
async function planTogether(
  { db, plans }: RelayOptions,
  behind: readonly BehindTicket[],
): Promise<void> {
  const unplanned = behind
    .map(({ ticket, automationSeq, events }) => ({
      ticket,
      from: automationSeq,
      events: after(events, automationSeq),
    }))
    .filter(({ events }) => events.length > 0);
  if (unplanned.length === 0) return;
  const moves = unplanned.map(({ ticket, from, events }) => ({
    ticket,
    from,
    to: events.at(-1)!.seq,
  }));
  await inTransaction(db, async (transaction) => {
    const moved = new Set(await moveAutomationCursors(db, moves, transaction));
    const events = unplanned.flatMap((one) => (moved.has(one.ticket) ? one.events : []));
    if (events.length === 0) return;
    for (const plan of plans) await plan(db, events, transaction);
  });
}

/** Answers the last event that the workflow has been told, or null when that failed. */
async function tellWorkflow(
  { engine, installation, ticketWorkflow, log }: RelayOptions,
  { ticket, workflowSeq, events }: BehindTicket,
): Promise<number | null> {
  const untold = after(events, workflowSeq);
  if (untold.length === 0) return workflowSeq;
  const input: TicketWorkflowInput = { number: ticket, ...ticketWorkflow };
  try {
    await engine.call('telling a ticket workflow', (client) =>
      client.signalWithStart<TicketWorkflow, [TicketEventsMessage]>(workflowTypes.ticket, {
        workflowId: ticketWorkflowId(installation, ticket),
        taskQueue: taskQueueOf(installation),
        args: [input],
        signal: ticketEventsSignal,
        signalArgs: [untold.map(signalledEvent)],
      }),
    );
    return untold.at(-1)!.seq;
  } catch (error) {
    logFailure(log, ticket, error);
    return null;
  }
}

function after(events: TicketEvent[], seq: number): TicketEvent[] {
  return events.filter((event) => event.seq > seq);
}

function logFailure(log: Logger, ticket: number, err: unknown): void {
  if (err instanceof EngineAway) log.debug({ ticket }, 'relaying waits for Temporal');
  else log.warn({ ticket, err }, 'relaying failed, it is tried again');
}
