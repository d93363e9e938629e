// This file replays: no clock, no I/O, no library but the workflow SDK.
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { TicketActivities } from '../activities/contract/ticket';
import type { SignalledEvent } from '../domain/ticket/event';
import { evolve } from '../domain/ticket/evolve';
import { replyToReopenFor } from '../domain/ticket/reopen';
import type { TicketFacts } from '../domain/ticket/ticket';
import {
  ticketEventsSignal,
  ticketFactsQuery,
  type TicketEventsMessage,
  type TicketWorkflowInput,
} from './messages';

const daysMs = 24 * 60 * 60 * 1000;
const defaultClosedForMs = 3 * daysMs;

const { readTicketFacts, reopenTicket } = proxyActivities<TicketActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
});

/**
 * A ticket's durable will. It is told every event in order, tracks the facts, and asks for what
 * should follow: a reply of the customer ends Waiting and Resolved. It never decides a fact. It
 * ends some days after Closed and is started again by the next signal.
 */
export async function ticketWorkflow(input: TicketWorkflowInput): Promise<void> {
  const closedForMs = input.closedForMs ?? defaultClosedForMs;
  const inbox: SignalledEvent[] = [];
  let facts: TicketFacts | null = input.facts ?? null;
  let reopenAskedFor: string | null = null;

  setHandler(defineSignal<[TicketEventsMessage]>(ticketEventsSignal), (events) => {
    inbox.push(...events);
  });
  setHandler(defineQuery<TicketFacts | null>(ticketFactsQuery), () => facts);

  const closedTimer = restartableTimer();
  for (;;) {
    facts = await catchUp(input.number, facts, inbox);

    const reply: string | null = facts ? replyToReopenFor(facts) : null;
    if (reply && reply !== reopenAskedFor) {
      await reopenTicket({ number: input.number, messageId: reply });
      reopenAskedFor = reply;
    }

    closedTimer.setTo(
      facts?.status === 'closed' ? Date.parse(facts.statusSince) + closedForMs : null,
    );

    // Nothing is awaited between these checks and the end, so no signal can slip in unseen.
    if (inbox.length === 0 && allHandlersFinished()) {
      if (closedTimer.isOver()) return;
      if (workflowInfo().continueAsNewSuggested && facts) {
        closedTimer.setTo(null);
        await continueAsNew<typeof ticketWorkflow>({ ...input, facts });
      }
    }
    await condition(() => inbox.length > 0 || closedTimer.isOver());
  }
}

/**
 * Takes the events that were told. One that is known is passed over; where one is missing, or
 * nothing is known yet, the row is asked: it holds all that was stored before.
 */
async function catchUp(
  number: number,
  known: TicketFacts | null,
  inbox: SignalledEvent[],
): Promise<TicketFacts | null> {
  let facts = known;
  while (inbox.length > 0) {
    const event = inbox.shift()!;
    const version = facts?.version ?? 0;
    if (event.seq <= version) continue;
    if (event.seq === version + 1) {
      facts = evolve(facts, event);
      continue;
    }
    log.info('events are missing, reading the ticket again', { number, seq: event.seq, version });
    const row = await readTicketFacts({ number });
    if (row && row.version > version) facts = row;
  }
  return facts;
}

/** One timer for the nearest deadline; it is armed again only when the deadline changes. */
function restartableTimer(): { setTo(at: number | null): void; isOver(): boolean } {
  let deadline: number | null = null;
  let over = false;
  let scope: CancellationScope | undefined;

  return {
    setTo(at) {
      if (at === deadline) return;
      scope?.cancel();
      deadline = at;
      over = at !== null && at <= Date.now();
      if (at === null || over) return;
      scope = new CancellationScope();
      const mine = scope;
      mine
        .run(() => sleep(at - Date.now()))
        .then(() => {
          if (mine === scope) over = true;
        })
        .catch((error: unknown) => {
          if (!isCancellation(error)) throw error;
        });
    },
    isOver: () => over,
  };
}
