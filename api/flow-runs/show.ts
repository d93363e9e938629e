import { requireRun } from '../../automation/control-flow-runs';
import { compiledVersion, listSteps } from '../../db/flow-step-store';
import { findStep, loopsAround, turnsOf } from '../../flows/engine/tree';
import type { ApiDeps } from '../deps';
import { presentRun, presentStep } from './present';

/** A run with its steps, as callers see it. Throws `flow-run-not-found`. */
export async function showRun({ db }: Pick<ApiDeps, 'db'>, id: string): Promise<object> {
  const run = await requireRun(db, id);
  const { program } = await compiledVersion(db, run);
  const retryOf = (stepId: string) => {
    const step = findStep(program.steps, stepId);
    return step?.kind === 'action' ? step.retry : null;
  };
  const itemsOf = (stepId: string, iteration: number): number[] =>
    turnsOf(loopsAround(program.steps, stepId) ?? [], iteration).map(({ index }) => index + 1);
  const steps = await listSteps(db, [id]);
  const { inputs, outputs } = run;
  return {
    ...presentRun(run),
    ...{ inputs, outputs },
    steps: steps.map((step) => presentStep(step, { retryOf, itemsOf })),
  };
}
