import { setImmediate as pause } from 'node:timers/promises';
import type { Database } from '../db/database';
import { eventKey, readOutsideAsked } from '../db/outside-store';
import { countPastEvents, pastEvents, type PastPlace } from '../db/past-events-store';
import type { TicketEvent } from '../domain/ticket/event';
import type { CompiledFlow } from '../flows/engine/definition';
import { buildFlowIndex, candidatesFor } from '../flows/engine/flow-index';
import { triggersRead } from '../flows/engine/match-trigger';
import { seenAt } from '../flows/engine/seen';
import { allSteps } from '../flows/engine/tree';
import { celIn } from '../flows/values/condition-cel';
import { dryRunFlow } from './dry-run-flow';
import { explainEvent } from './explain-event';
import { findLoops, type FlowLoop } from './find-loops';
import { presentFlowIndex } from './flow-index-cache';
import { concurrencyKey } from './concurrency-key';
import { runsPerFlowTicketAndHour } from './plan-run';
import type { CheckedFlow } from './publish-flow';

/** What a document would have done about the events of the last days. Nothing is changed. */
export interface Backtest {
  since: string;
  until: string;
  /** All events of that time, and how many of them are of a kind that the Flow listens for. */
  events: number;
  listened: number;
  /** How many runs would have been started. */
  matched: number;
  /** Would match, and does nothing: why. */
  stayedOut: { ownChange: number; machineAnswer: number; overBudget: number; busy: number };
  /** How many tickets, and those on which it would have run most often. */
  ticketCount: number;
  tickets: TicketTold[];
  /** Runs by the day (UTC). */
  days: { day: string; matched: number }[];
  /** What the first of these runs would have done, by step. */
  previewed: number;
  actions: ActionTold[];
  loops: FlowLoop[];
  /** The time was up, or there were too many tickets: what is told is true of a part. */
  truncated: boolean;
}

export interface TicketTold {
  ticket: number;
  times: number;
  /** Its first runs. */
  first: { seq: number; type: string; at: string }[];
  /** It would have run there more often than it may. */
  overBudget: boolean;
}

export interface ActionTold {
  step: string;
  use: string;
  times: number;
  previews: { ticket: number; seq: number; preview: string }[];
}

export interface BacktestOptions {
  days: number;
  publicUrl: string;
  now?: Date;
  timeLimitMs?: number;
}

const eventsAtOnce = 4_000;
const ticketsKept = 100_000;
const ticketsShown = 100;
const firstShown = 3;
const matchesPreviewed = 20;
const hourMs = 3_600_000;

/**
 * Runs the matching of a document over the stored events of the last days, as it would have gone
 * live: without what the Flow itself changed and what machines wrote, within its budget, and roughly
 * with its concurrency, a run being taken to last as long as its waits may. Ends after `timeLimitMs`
 * with what it has by then.
 */
export async function backtestFlow(
  db: Database,
  { document, compiled }: Pick<CheckedFlow, 'document' | 'compiled'>,
  { days, publicUrl, now = new Date(), timeLimitMs = 20_000 }: BacktestOptions,
): Promise<Backtest> {
  const deadline = performance.now() + timeLimitMs;
  const since = new Date(now.getTime() - days * 24 * hourMs);
  const rehearsal = new Rehearsal(compiled);
  let until = now;
  let isLate = false;
  for await (const events of chunks(db, compiled, since, now)) {
    await rehearse(db, compiled, events, rehearsal);
    isLate = performance.now() > deadline;
    if (!isLate) continue;
    until = new Date(events.at(-1)!.at);
    break;
  }
  const { previewed, actions } = await preview(db, document, rehearsal.firstMatches, {
    publicUrl,
    deadline: deadline + timeLimitMs / 4,
  });
  return {
    since: since.toISOString(),
    until: until.toISOString(),
    events: await countPastEvents(db, since, until),
    ...rehearsal.told(),
    previewed,
    actions,
    loops: findLoops(compiled, await presentFlowIndex(db)),
    truncated: isLate || rehearsal.leftOut > 0 || previewed < rehearsal.firstMatches.length,
  };
}

async function* chunks(
  db: Database,
  { triggers }: CompiledFlow,
  since: Date,
  until: Date,
): AsyncGenerator<TicketEvent[]> {
  const types = [...new Set(triggers.map(({ event }) => event))];
  const read = (after: PastPlace) => pastEvents(db, { types, after, until, limit: eventsAtOnce });
  let reading = read({ at: since.toISOString(), ticket: 0, seq: 0 });
  for (;;) {
    const { events, last } = await reading;
    const isEnd = last === null || events.length < eventsAtOnce;
    // The next are read while these are looked at.
    if (!isEnd) reading = read(last);
    reading.catch(() => undefined);
    if (events.length > 0) yield events;
    if (isEnd) return;
    // Others have their turn.
    await pause();
  }
}

/** What a candidate asks of the outside is read for all events of the chunk at once. */
async function rehearse(
  db: Database,
  { slug, triggers, settings }: CompiledFlow,
  events: readonly TicketEvent[],
  rehearsal: Rehearsal,
): Promise<void> {
  const flow = { slug, triggers, reactsToItself: settings?.reactsToItself };
  const index = buildFlowIndex([{ id: slug, triggers }]);
  const asked = events
    .filter((event) => !event.facts.removed && candidatesFor(index, seenAt(event)).length > 0)
    .map((event) => ({ event, groups: triggersRead(triggers, event.type) }));
  const outside = await readOutsideAsked(db, asked);
  rehearsal.listened += events.length;
  for (const { event } of asked) {
    const seen = seenAt(event, outside.get(eventKey(event)));
    const { matched, explanation } = explainEvent(flow, event, seen, celIn());
    if (explanation.ownChange) rehearsal.stayedOut.ownChange += 1;
    if (explanation.machineAnswer) rehearsal.stayedOut.machineAnswer += 1;
    if (matched) rehearsal.match(event);
  }
}

/** Counts what would have run, in the order of time. */
class Rehearsal {
  listened = 0;
  matched = 0;
  readonly stayedOut: Backtest['stayedOut'] = {
    ownChange: 0,
    machineAnswer: 0,
    overBudget: 0,
    busy: 0,
  };
  /** Events on tickets beyond those that are kept. */
  leftOut = 0;
  readonly firstMatches: { ticket: number; seq: number }[] = [];
  private readonly tickets = new Map<number, TicketTold & { lastHour: number[] }>();
  private readonly days = new Map<string, number>();
  private readonly busyUntil = new Map<string, number>();
  private readonly lastsMs: number;

  constructor(private readonly compiled: CompiledFlow) {
    this.lastsMs = allSteps(compiled.program.steps).reduce(
      (sum, step) => sum + (step.kind === 'wait' ? (step.forMs ?? 0) : 0),
      0,
    );
  }

  match(event: TicketEvent): void {
    const ticket = this.ticketOf(event.ticket);
    if (!ticket) {
      this.leftOut += 1;
      return;
    }
    const at = Date.parse(event.at);
    const { runsPerHour = runsPerFlowTicketAndHour } = this.compiled.settings ?? {};
    ticket.lastHour = ticket.lastHour.filter((run) => run > at - hourMs);
    if (ticket.lastHour.length >= runsPerHour) {
      ticket.overBudget = true;
      this.stayedOut.overBudget += 1;
      return;
    }
    if (this.isBusy(event, at)) {
      this.stayedOut.busy += 1;
      return;
    }
    ticket.lastHour.push(at);
    ticket.times += 1;
    const { seq, type } = event;
    if (ticket.first.length < firstShown) ticket.first.push({ seq, type, at: event.at });
    if (this.firstMatches.length < matchesPreviewed) {
      this.firstMatches.push({ ticket: event.ticket, seq });
    }
    const day = event.at.slice(0, 10);
    this.days.set(day, (this.days.get(day) ?? 0) + 1);
    this.matched += 1;
  }

  told(): Pick<
    Backtest,
    'listened' | 'matched' | 'stayedOut' | 'ticketCount' | 'tickets' | 'days'
  > {
    const { listened, matched, stayedOut } = this;
    const tickets = [...this.tickets.values()];
    return {
      ...{ listened, matched, stayedOut },
      ticketCount: tickets.filter(({ times }) => times > 0).length,
      tickets: tickets
        .sort((a, b) => b.times - a.times || a.ticket - b.ticket)
        .slice(0, ticketsShown)
        .map(({ lastHour: _runs, ...ticket }) => ticket),
      days: [...this.days].sort().map(([day, count]) => ({ day, matched: count })),
    };
  }

  private ticketOf(number: number): (TicketTold & { lastHour: number[] }) | null {
    const known = this.tickets.get(number);
    if (known) return known;
    if (this.tickets.size >= ticketsKept) return null;
    const ticket = { ticket: number, times: 0, first: [], overBudget: false, lastHour: [] };
    this.tickets.set(number, ticket);
    return ticket;
  }

  /** Only `skip` leaves a run out; of the others each has its turn. */
  private isBusy(event: TicketEvent, at: number): boolean {
    const { concurrency } = this.compiled.settings ?? {};
    if (concurrency?.whenBusy !== 'skip' || this.lastsMs === 0) return false;
    const key = concurrencyKey(concurrency.per, seenAt(event));
    if ((this.busyUntil.get(key) ?? 0) > at) return true;
    this.busyUntil.set(key, at + this.lastsMs);
    return false;
  }
}

async function preview(
  db: Database,
  document: CheckedFlow['document'],
  matches: readonly { ticket: number; seq: number }[],
  { publicUrl, deadline }: { publicUrl: string; deadline: number },
): Promise<Pick<Backtest, 'previewed' | 'actions'>> {
  const actions = new Map<string, ActionTold>();
  let previewed = 0;
  for (const { ticket, seq } of matches) {
    if (performance.now() > deadline) break;
    const { steps } = await dryRunFlow(db, document, { ticketNumber: ticket, seq, publicUrl });
    for (const { id, use, preview: text } of steps.filter((step) => step.use.includes('@'))) {
      const told = actions.get(id) ?? { step: id, use, times: 0, previews: [] };
      actions.set(id, told);
      told.times += 1;
      told.previews.push({ ticket, seq, preview: text });
    }
    previewed += 1;
  }
  return { previewed, actions: [...actions.values()] };
}
