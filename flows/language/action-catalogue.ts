import type { Problem } from '../../domain/domain-error';
import type { RetryPlan } from '../engine/definition';
import type { TemplateKind } from '../templates/template';

/** What the language must know of an action, without knowing plugins. */
export interface KnownAction {
  /** `core.set-priority@1` */
  use: string;
  outputs: readonly string[];
  /** It changes nothing but the run's ticket. */
  change?: 'ticket';
  /** Its answer stands beside the history, which holds no free text. */
  outputKept?: 'beside';
  retry: RetryPlan;
  timeoutMs: number;
  /** Problems of a step's inputs; paths relative to `with`. */
  inputProblems(inputs: Record<string, unknown>): Problem[];
  /** The inputs that are templates, with their place. */
  templates(
    inputs: Record<string, unknown>,
  ): { path: string; kind: TemplateKind; source: string }[];
  /** The inputs that name something that must exist, with their place. */
  references(inputs: Record<string, unknown>): { path: string; to: 'agent'; name: string }[];
}

export interface ActionCatalogue {
  find(use: string): KnownAction | undefined;
  uses(): readonly string[];
}
