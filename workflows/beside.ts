// This file replays: no clock, no I/O, no library but the workflow SDK.
import { CancellationScope } from '@temporalio/workflow';
import type { Flowing } from '../flows/engine/run-program';

/**
 * Runs branches beside each other. With `any` the first that is through ends the others; one that
 * ends the run, or fails, ends them always. Answers or throws when none of them is under way.
 */
export async function runBeside(
  branches: (() => Promise<Flowing>)[],
  until: 'all' | 'any',
): Promise<Flowing> {
  const scopes = branches.map(() => new CancellationScope());
  let first: { flowing: Flowing } | { error: unknown } | null = null;
  const endOthers = (): void => scopes.forEach((scope) => scope.cancel());

  await Promise.all(
    branches.map(async (branch, index) => {
      try {
        const flowing = await scopes[index]!.run(branch);
        if (first || (flowing === 'on' && until === 'all')) return;
        first = { flowing };
        endOthers();
      } catch (error) {
        if (first) return;
        first = { error };
        endOthers();
      }
    }),
  );
  const ended = first as { flowing: Flowing } | { error: unknown } | null;
  if (!ended) return 'on';
  if ('error' in ended) throw ended.error;
  return ended.flowing;
}
