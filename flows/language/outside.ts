import type { Condition } from '../engine/definition';
import { leavesOf, needsActivity } from '../engine/evaluate';
import { stepOutputNamed } from '../engine/fields';
import type { ActionCatalogue } from './action-catalogue';
import type { FlowDocument } from './document';
import { isAction, isWait, placedSteps } from './steps';

/**
 * True when a condition asks about what no workflow is told, so that an activity must decide it:
 * anything but the facts of the ticket, the event, and outputs that stand in the run's history.
 */
export function asksOutside(
  condition: Condition,
  document: FlowDocument,
  actions: ActionCatalogue,
): boolean {
  const readsKeptBeside = leavesOf(condition).some((leaf) => {
    const output = 'field' in leaf ? stepOutputNamed(leaf.field) : null;
    return output !== null && isKeptBeside(output.step, document, actions);
  });
  return readsKeptBeside || needsActivity(condition);
}

/** The workflow is told all that actions and waits answer, unless it says otherwise; of others not all. */
function isKeptBeside(id: string, document: FlowDocument, actions: ActionCatalogue): boolean {
  const step = placedSteps(document).find((placed) => placed.step.id === id)?.step;
  if (!step || isWait(step)) return false;
  return !isAction(step) || actions.find(step.use)?.outputKept === 'beside';
}
