import type { FlowRunSummary } from '../../api/types';

export const lookAgainMs = 5_000;
const lookAgainAtWaitsMs = 60_000;

/** When to look again at what is going on: soon while something runs, later where all wait. */
export function lookAgainAfterMs(runs: readonly FlowRunSummary[] = []): number | false {
  const going = (status: FlowRunSummary['status']) => runs.some((run) => run.status === status);
  if (going('running') || going('queued')) return lookAgainMs;
  return going('waiting') || going('held') ? lookAgainAtWaitsMs : false;
}
