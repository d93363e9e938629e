import type { Trigger } from './definition';
import { evaluate, readsOutside, type Verdict } from './evaluate';
import type { EvaluateCel, OutsideGroup, Seen } from './seen';

export interface Match {
  matched: boolean;
  /** Each trigger of this kind of event with its verdict; empty when none listens for it. */
  triggers: { event: string; verdict: Verdict }[];
}

/** Whether an event is one that these triggers call for, and for each of them why (not). */
export function matchTrigger(
  triggers: readonly Trigger[],
  seen: Seen,
  evaluateCel?: EvaluateCel,
): Match {
  const tried = listening(triggers, seen.event.type).map(({ event, when }) => ({
    event,
    verdict: evaluate(when, seen, evaluateCel),
  }));
  return { matched: tried.some(({ verdict }) => verdict.holds), triggers: tried };
}

/** What must be read to tell whether an event of this kind is one that these triggers call for. */
export function triggersRead(triggers: readonly Trigger[], event: string): OutsideGroup[] {
  return [...new Set(listening(triggers, event).flatMap(({ when }) => readsOutside(when)))];
}

function listening(triggers: readonly Trigger[], event: string): Trigger[] {
  return triggers.filter((trigger) => trigger.event === event);
}
