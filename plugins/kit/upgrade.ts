import type { StepOutput } from '../../flows/engine/definition';
import type { Action, ActionContext } from './action';

/** How an older version of an action runs: by the one after it, with its inputs upgraded. */
export function runBy<Output extends StepOutput>(
  newer: Action,
): (ctx: ActionContext, input: Record<string, unknown>) => Promise<Output> {
  return async (ctx, input) => (await newer.run(ctx, newer.upgrade!(input))) as Output;
}
