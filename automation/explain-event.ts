import { isMachineAnswer, type TicketEvent } from '../domain/ticket/event';
import type { Trigger } from '../flows/engine/definition';
import { shortened, type Explanation } from '../flows/engine/explain';
import { matchTrigger } from '../flows/engine/match-trigger';
import type { EvaluateCel, Seen } from '../flows/engine/seen';

/** Whether an event starts a Flow, and why (not). */
export function explainEvent(
  flow: { slug: string; triggers: readonly Trigger[]; reactsToItself?: boolean | undefined },
  event: TicketEvent,
  seen: Seen,
  evaluateCel?: EvaluateCel,
): { matched: boolean; explanation: Explanation } {
  const match = matchTrigger(flow.triggers, seen, evaluateCel);
  const kept = match.triggers.map((one) => ({ ...one, verdict: shortened(one.verdict) }));
  const whyNot = match.matched ? reasonToStayOut(flow, event) : null;
  return {
    matched: match.matched && whyNot === null,
    explanation: whyNot === null ? { triggers: kept } : { triggers: kept, [whyNot]: true },
  };
}

/** Why a Flow does nothing although its conditions hold; null: it does. */
function reasonToStayOut(
  { slug, reactsToItself = false }: { slug: string; reactsToItself?: boolean | undefined },
  event: TicketEvent,
): 'ownChange' | 'machineAnswer' | null {
  if (event.cause.flow === slug && !reactsToItself) return 'ownChange';
  return isMachineAnswer(event) ? 'machineAnswer' : null;
}
