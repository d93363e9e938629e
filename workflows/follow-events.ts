// This file replays: no clock, no I/O, no library.
import type { SignalledEvent } from '../domain/ticket/event';
import { evolve } from '../domain/ticket/evolve';
import type { TicketFacts } from '../domain/ticket/ticket';

/**
 * Takes the events in `inbox` (which it empties) and answers the facts after them. An event that
 * is known is passed over; where one is missing, or nothing is known yet, `readRow` is asked: the
 * row holds all that was stored before. Events may come repeated and in any order.
 */
export async function followEvents(
  known: TicketFacts | null,
  inbox: SignalledEvent[],
  readRow: () => Promise<TicketFacts | null>,
): Promise<TicketFacts | null> {
  let facts = known;
  while (inbox.length > 0) {
    const event = inbox.shift()!;
    const version: number = facts?.version ?? 0;
    if (event.seq <= version) continue;
    if (event.seq === version + 1) {
      facts = evolve(facts, event);
      continue;
    }
    const row = await readRow();
    if (row && row.version > version) facts = row;
  }
  return facts;
}
