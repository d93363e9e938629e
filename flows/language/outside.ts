import type { Condition } from '../engine/definition';
import { customFieldNamed, findField, stepOutputNamed } from '../engine/fields';
import type { ActionCatalogue } from './action-catalogue';
import type { FlowDocument } from './document';
import { isAction, placedSteps } from './steps';

/**
 * True when a condition asks about what no workflow is told, so that an activity must decide it:
 * anything but the facts of the ticket, the event, and outputs that stand in the run's history.
 */
export function asksOutside(
  condition: Condition,
  document: FlowDocument,
  actions: ActionCatalogue,
): boolean {
  const asks = (part: Condition): boolean => {
    if ('all' in part) return part.all.some(asks);
    if ('any' in part) return part.any.some(asks);
    if ('not' in part) return asks(part.not);
    if (!('field' in part)) return true;
    const output = stepOutputNamed(part.field);
    if (output) return isKeptBeside(output.step, document, actions);
    return customFieldNamed(part.field) !== null || findField(part.field) === null;
  };
  return asks(condition);
}

function isKeptBeside(id: string, document: FlowDocument, actions: ActionCatalogue): boolean {
  const step = placedSteps(document).find((placed) => placed.step.id === id)?.step;
  return step !== undefined && isAction(step) && actions.find(step.use)?.outputKept === 'beside';
}
