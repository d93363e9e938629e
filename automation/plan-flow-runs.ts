import type { Database, Transaction } from '../db/database';
import { storeDecisions, trimDecisions, type NewDecision } from '../db/flow-decision-store';
import {
  insertRun,
  markWaitMatched,
  readPlanningState,
  type OpenWait,
} from '../db/flow-planning-store';
import { endRunsOfTicket } from '../db/flow-run-store';
import { notifyWork } from '../db/notifications';
import { eventKey, readOutsideAsked, type EventKey } from '../db/outside-store';
import { isMachineAnswer, type TicketEvent } from '../domain/ticket/event';
import { candidatesFor, listenersFor, type FlowIndex } from '../flows/engine/flow-index';
import { matchTrigger, triggersRead } from '../flows/engine/match-trigger';
import { seenAt, type OutsideGroup, type OutsideSeen, type Seen } from '../flows/engine/seen';
import { celIn } from '../flows/values/condition-cel';
import { explainEvent } from './explain-event';
import { concurrencyKey } from './concurrency-key';
import { flowIndexAt, type IndexedFlow } from './flow-index-cache';

/** A chain of Flows starting Flows ends here. */
export const maxChainDepth = 5;
export const runsPerFlowTicketAndHour = 50;

/** Of those that do not match, how many get their reasons written for one event. */
const explainedAtOnce = 20;

/** Of each Flow, how many of the last decisions are kept; older ones go from time to time. */
export const decisionsKept = 200;
const trimEvery = 100;

/**
 * Plans what Flows do about tickets' new events, in the transaction that moves the relay's
 * cursors: rows for runs to be started, waits that an event ends, and why other Flows stayed out.
 * Needs no Temporal. Each ticket's events are in order.
 */
export async function planFlowRuns(
  db: Database,
  events: readonly TicketEvent[],
  transaction: Transaction,
): Promise<{ runs: number; waits: number }> {
  const tickets = [...new Set(events.map((event) => event.ticket))];
  const { revision, waits: open } = await readPlanningState(db, tickets, transaction);
  const index = await flowIndexAt(db, revision, transaction);

  for (const { ticket, type, facts } of events) {
    if (type === 'ticket.removal_changed' && facts.removed) {
      await endRunsOfTicket(db, ticket, 'Its ticket was removed.', transaction);
    }
  }
  const asked = events.map((event) => ({ event, groups: groupsAsked(index, open, event) }));
  const outside = await readOutsideAsked(db, asked, { transaction });
  const waits = await fulfilWaits(db, open, events, outside, transaction);
  const decisions: NewDecision[] = [];
  let runs = 0;
  // Nothing is done by itself about what is in the bin.
  for (const event of events.filter(({ facts }) => !facts.removed)) {
    const seen = seenAt(event, outside.get(eventKey(event)));
    for (const { flow, decision } of decideFlows(index, event, seen)) {
      decisions.push(decision);
      if (decision.matched) runs += await addRun(db, flow, event, transaction);
    }
  }
  await storeDecisions(db, decisions, transaction);
  for (const flowId of dueForTrimming(decisions)) {
    await trimDecisions(db, flowId, decisionsKept, transaction);
  }
  if (runs > 0) await notifyWork(db, 'flow_runs', transaction);
  if (waits > 0) await notifyWork(db, 'flow_waits', transaction);
  return { runs, waits };
}

/** What must be read beyond the event to tell which Flows it starts and which waits it ends. */
function groupsAsked(
  index: FlowIndex<IndexedFlow>,
  open: readonly OpenWait[],
  event: TicketEvent,
): OutsideGroup[] {
  const waiting = open.filter(({ ticket }) => ticket === event.ticket).map(({ until }) => until);
  const starting = candidatesFor(index, seenAt(event)).map(({ triggers }) => triggers);
  return [...waiting, ...starting].flatMap((triggers) => triggersRead(triggers, event.type));
}

const storedSinceTrim = new Map<string, number>();

/** The Flows of which this process has stored many decisions since it last tidied up. */
function dueForTrimming(decisions: readonly NewDecision[]): string[] {
  const due = new Set<string>();
  for (const { flowId } of decisions) {
    const stored = (storedSinceTrim.get(flowId) ?? 0) + 1;
    storedSinceTrim.set(flowId, stored % trimEvery);
    if (stored === trimEvery) due.add(flowId);
  }
  return [...due];
}

/**
 * True when an event of its ticket is one that a wait is for; what the run did itself never is.
 * `outside` holds what `triggersRead(wait.until, event.type)` names.
 */
export function endsWait(
  wait: Pick<OpenWait, 'rootRunId' | 'until' | 'afterSeq'>,
  event: TicketEvent,
  outside?: OutsideSeen,
): boolean {
  if (event.seq <= wait.afterSeq || isOfRun(event, wait.rootRunId)) return false;
  if (isMachineAnswer(event)) return false;
  return matchTrigger(wait.until, seenAt(event, outside), celIn()).matched;
}

function isOfRun(event: TicketEvent, rootRunId: string): boolean {
  const { run } = event.cause;
  return run !== undefined && (run === rootRunId || run.startsWith(`${rootRunId}.r`));
}

async function fulfilWaits(
  db: Database,
  open: readonly OpenWait[],
  events: readonly TicketEvent[],
  outside: ReadonlyMap<EventKey, OutsideSeen>,
  transaction: Transaction,
): Promise<number> {
  let fulfilled = 0;
  for (const wait of open) {
    const event = events.find(
      (one) => one.ticket === wait.ticket && endsWait(wait, one, outside.get(eventKey(one))),
    );
    if (!event) continue;
    await markWaitMatched(db, wait, event.seq, transaction);
    fulfilled += 1;
  }
  return fulfilled;
}

/** Every Flow that the event starts, and some of those that listen for it and do not start. */
function decideFlows(
  index: FlowIndex<IndexedFlow>,
  event: TicketEvent,
  seen: Seen,
): { flow: IndexedFlow; decision: NewDecision }[] {
  const explained = new Set(first(listenersFor(index, event.type), explainedAtOnce));
  return [...new Set([...candidatesFor(index, seen), ...explained])]
    .map((flow) => ({ flow, decision: decide(flow, event, seen) }))
    .filter(({ flow, decision }) => decision.matched || explained.has(flow));
}

function first<T>(all: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (found.length === count) break;
    found.push(one);
  }
  return found;
}

function decide(flow: IndexedFlow, event: TicketEvent, seen: Seen): NewDecision {
  const { matched, explanation } = explainEvent(flow, event, seen, celIn());
  const { ticket, seq } = event;
  return { flowId: flow.id, version: flow.version, ticket, seq, matched, explanation };
}

async function addRun(
  db: Database,
  flow: IndexedFlow,
  event: TicketEvent,
  transaction: Transaction,
): Promise<number> {
  const { settings = {} } = flow.compiled;
  const { concurrency, runsPerHour = runsPerFlowTicketAndHour } = settings;
  const status = await insertRun(
    db,
    {
      id: `${flow.slug}.${event.ticket}.${event.seq}`,
      flowId: flow.id,
      version: flow.version,
      ticket: event.ticket,
      eventSeq: event.seq,
      cause: event.cause,
      ...(concurrency
        ? {
            concurrency: {
              key: concurrencyKey(concurrency.per, seenAt(event)),
              whenBusy: concurrency.whenBusy,
            },
          }
        : {}),
    },
    { maxDepth: maxChainDepth, runsPerHour },
    transaction,
  );
  return status === 'starting' ? 1 : 0;
}
