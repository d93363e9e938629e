import type { FlowInput } from '../engine/definition';
import type { CustomConditionField } from '../engine/fields';

/** What only the installation knows and a document may name. */
export interface Installation {
  fields: readonly CustomConditionField[];
  /** The published Flows that can be called, by slug. */
  callable?: ReadonlyMap<string, CallableFlow>;
}

export interface CallableFlow {
  inputs: readonly FlowInput[];
  outputs: readonly string[];
  /** The slugs of the Flows that it calls itself. */
  calls: readonly string[];
}
