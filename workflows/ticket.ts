// This file replays: no clock, no I/O, no library but the workflow SDK.
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { TicketActivities } from '../activities/contract/ticket';
import type { SignalledEvent } from '../domain/ticket/event';
import { replyToReopenFor } from '../domain/ticket/reopen';
import type { TicketFacts } from '../domain/ticket/ticket';
import { followEvents } from './follow-events';
import {
  ticketEventsSignal,
  ticketFactsQuery,
  type TicketEventsMessage,
  type TicketWorkflowInput,
} from './messages';

const daysMs = 24 * 60 * 60 * 1000;
const defaultClosedForMs = 3 * daysMs;

const { readTicketFacts, reopenTicket, wakeTicket } = proxyActivities<TicketActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
});

/**
 * A ticket's durable will. It is told every event in order, tracks the facts, and asks for what
 * should follow: a reply of the customer ends Waiting and Resolved, the time ends a snooze. What it
 * asked for in vain it asks for again after news, if it still should be. It never decides a fact. It
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
  const snoozeTimer = restartableTimer();
  let wakeAskedFor: string | null = null;
  let inVain = false;
  for (;;) {
    const told = inbox.length > 0;
    // It was in the bin, and the workflow did not know yet; it may have been restored.
    if (told && inVain) {
      reopenAskedFor = wakeAskedFor = null;
      inVain = false;
    }
    facts = await followEvents(facts, inbox, () => readTicketFacts({ number: input.number }));

    const reply: string | null = facts ? replyToReopenFor(facts) : null;
    if (facts && reply && reply !== reopenAskedFor) {
      const { number, version } = facts;
      if ((await reopenTicket({ number, messageId: reply, version })) === false) inVain = true;
      reopenAskedFor = reply;
    }

    const until: string | null = (!facts?.removed && facts?.snoozedUntil) || null;
    snoozeTimer.setTo(until === null || until === wakeAskedFor ? null : Date.parse(until));
    if (facts && until !== null && snoozeTimer.isOver()) {
      const { number, version } = facts;
      if ((await wakeTicket({ number, until, version })) === false) inVain = true;
      wakeAskedFor = until;
      continue;
    }

    // What was told of and is not there was deleted for good.
    closedTimer.setTo(facts || !told ? endOf(facts, closedForMs) : 0);

    // Nothing is awaited between these checks and the end, so no signal can slip in unseen.
    if (inbox.length === 0 && allHandlersFinished()) {
      if (closedTimer.isOver()) return;
      if (historyIsLong(input) && facts) {
        closedTimer.setTo(null);
        snoozeTimer.setTo(null);
        await continueAsNew<typeof ticketWorkflow>({ ...input, facts });
      }
    }
    await condition(() => inbox.length > 0 || closedTimer.isOver() || snoozeTimer.isOver());
  }
}

/** A removed ticket has nothing to wait for; when it is restored, that starts its workflow again. */
function endOf(facts: TicketFacts | null, closedForMs: number): number | null {
  if (facts?.removed) return 0;
  return facts?.status === 'closed' ? Date.parse(facts.statusSince) + closedForMs : null;
}

function historyIsLong({ historyLimit }: TicketWorkflowInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (historyLimit !== undefined && historyLength > historyLimit);
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
