import { inTransaction, type Database, type Transaction } from '../db/database';
import { setVariables, type StepWork } from '../db/flow-step-store';
import type { Condition, Scalar, StepOutput } from '../flows/engine/definition';
import { evaluate, leavesOf, type Verdict } from '../flows/engine/evaluate';
import { celIn } from '../flows/values/condition-cel';
import { ActionError } from '../plugins/kit/action';
import type { FlowRunActivities, StepInput } from './contract/flow';
import { asStep, completeOwnStep, stepValue, stepValues } from './flow-step';
import { writeTrail } from './flow-trail';
import { seenByRun } from './flow-seen';
import { needStepWork, stepOf } from './flow-work';

type Decisions = Pick<
  FlowRunActivities,
  'flow.decide' | 'flow.choose' | 'flow.begin-loop' | 'flow.set-variables'
>;

/**
 * What a run decides by what no history may hold: conditions, cases, the items of a loop, variables.
 * Only what the workflow needs is answered. The first decision of a run counts, however often it is
 * asked.
 */
export function createDecisions(db: Database, publicUrl: string): Decisions {
  /** Does the work of a step once; what it could not do is noted with the step. */
  const once = <Told extends object>(
    input: StepInput,
    use: string,
    work: (
      step: StepWork,
      transaction: Transaction,
    ) => Promise<{ output: Record<string, unknown>; told?: Told; explanation?: unknown }>,
  ): Promise<Told> =>
    asStep(db, input, use, () =>
      inTransaction(db, async (transaction) => {
        await writeTrail(db, input.runId, input.trail, transaction);
        const step = await needStepWork(db, input, transaction);
        if (step.completed) return step.completed as Told;
        const { output, told, explanation } = await work(step, transaction);
        const done = { use, output, ...(told ? { told: told as StepOutput } : {}), explanation };
        await completeOwnStep(db, input, done, transaction);
        return (told ?? output) as Told;
      }),
    );

  return {
    'flow.decide': (input) =>
      once<{ branch: 'then' | 'else' }>(input, 'if', async (work) => {
        const step = stepOf(work, input.stepId, 'if');
        const verdict = await judge(db, work, step.when);
        return {
          output: { branch: verdict.holds ? 'then' : 'else' },
          explanation: verdict,
        };
      }),

    'flow.choose': (input) =>
      once<{ case: number | null }>(input, 'switch', async (work) => {
        const step = stepOf(work, input.stepId, 'switch');
        const { on } = work.compiled.inputs[input.stepId]!;
        const value = await stepValue(db, work, on, publicUrl);
        const index = step.cases.findIndex(({ is }) => is.includes(value as Scalar));
        const chosen = index < 0 ? null : index;
        return { output: { case: chosen, value }, told: { case: chosen } };
      }),

    'flow.begin-loop': (input) =>
      once<{ count: number }>(input, 'for', async (work) => {
        const { max } = stepOf(work, input.stepId, 'for');
        const { each } = work.compiled.inputs[input.stepId]!;
        const items = await stepValue(db, work, each, publicUrl);
        if (!Array.isArray(items)) {
          throw new ActionError('not-a-list', `"each" came to no list; give the loop a list.`);
        }
        if (items.length > max) {
          throw new ActionError(
            'too-many-items',
            `There are ${items.length} items and the loop takes ${max}; raise "max" or find fewer.`,
          );
        }
        return { output: { count: items.length, items }, told: { count: items.length } };
      }),

    'flow.set-variables': async (input) => {
      await once<object>(input, 'set', async (work, transaction) => {
        const said = work.compiled.inputs[input.stepId]!;
        const output = (await stepValue(db, work, said, publicUrl)) as Record<string, unknown>;
        await setVariables(db, input.runId, output, transaction);
        return { output, told: {} };
      });
    },
  };

  async function judge(on: Database, work: StepWork, when: Condition): Promise<Verdict> {
    const hasExpressions = leavesOf(when).some((leaf) => 'cel' in leaf);
    const cel = hasExpressions ? celIn(await stepValues(on, work, publicUrl)) : undefined;
    return evaluate(when, await seenByRun(on, work, when), cel);
  }
}
