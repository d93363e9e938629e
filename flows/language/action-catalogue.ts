import type { Problem } from '../../domain/domain-error';
import type { CustomConditionField } from '../engine/fields';
import type { RetryPlan } from '../engine/definition';
import type { TemplateVariables } from '../templates/known-path';
import type { DynamicPlace } from '../values/value';
import type { Reference } from './conditions';

/** What the language must know of an action, without knowing plugins. */
export interface KnownAction {
  /** `core.set-priority@1` */
  use: string;
  /** What it touches: nothing, this ticket, or the world outside. */
  effect: 'read' | 'internal' | 'external';
  /** All that it does is change this ticket: neighbours may share one transaction. */
  change?: 'ticket';
  /** It can do nothing in a run without a ticket. */
  needsTicket: boolean;
  /** Its answer stands beside the history, which holds no free text. */
  outputKept?: 'beside';
  outputs: readonly string[];
  /** The same with what each of them holds, for `steps.<id>`. */
  outputVariables: TemplateVariables;
  retry: RetryPlan;
  timeoutMs: number;
  /**
   * Problems of a step's inputs as they are written, `fields` being the custom fields that there
   * are; paths relative to `with`.
   */
  inputProblems(
    inputs: Record<string, unknown>,
    fields?: readonly CustomConditionField[],
  ): Problem[];
  /** What in the inputs is worked out when the step runs, each with its place. */
  values(inputs: Record<string, unknown>): DynamicPlace[];
  /** The inputs that name something that must exist, with their place. */
  references(inputs: Record<string, unknown>): Reference[];
}

export interface ActionCatalogue {
  find(use: string): KnownAction | undefined;
  uses(): readonly string[];
}
