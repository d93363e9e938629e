import type { Trigger } from './definition';
import { evaluate, type Verdict } from './evaluate';
import type { Seen } from './seen';

export interface Match {
  matched: boolean;
  /** Each trigger of this kind of event with its verdict; empty when none listens for it. */
  triggers: { event: string; verdict: Verdict }[];
}

/** Whether an event is one that these triggers call for, and for each of them why (not). */
export function matchTrigger(triggers: readonly Trigger[], seen: Seen): Match {
  const tried = triggers
    .filter((trigger) => trigger.event === seen.event.type)
    .map((trigger) => ({ event: trigger.event, verdict: evaluate(trigger.when, seen) }));
  return { matched: tried.some(({ verdict }) => verdict.holds), triggers: tried };
}
