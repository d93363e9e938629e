import type { ActionStep, Step } from '../engine/definition';
import type { ActionCatalogue } from './action-catalogue';

const mostAtOnce = 20;

/**
 * Neighbouring steps that change nothing but the run's ticket, made one: they share an activity and
 * a transaction. One that has a branch of its own for errors stays by itself.
 */
export function batched(steps: readonly Step[], actions: ActionCatalogue): Step[] {
  const result: Step[] = [];
  let neighbours: ActionStep[] = [];
  const close = (): void => {
    const [first, ...others] = neighbours;
    if (first)
      result.push(others.length > 0 ? { kind: 'batch', id: first.id, steps: neighbours } : first);
    neighbours = [];
  };
  for (const step of steps) {
    if (changesTicketOnly(step, actions) && neighbours.length < mostAtOnce) {
      neighbours.push(step);
      continue;
    }
    close();
    if (changesTicketOnly(step, actions)) neighbours.push(step);
    else result.push(step);
  }
  close();
  return result;
}

function changesTicketOnly(step: Step, actions: ActionCatalogue): step is ActionStep {
  return (
    step.kind === 'action' &&
    step.onError !== 'branch' &&
    actions.find(step.use)?.change === 'ticket'
  );
}
