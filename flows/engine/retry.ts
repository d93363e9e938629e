import type { RetryPlan } from './definition';

/** How long to wait after so many failures, in ms: each time longer, up to the plan's longest. */
export function pauseAfter(failures: number, retry: RetryPlan): number {
  const pause = retry.initialIntervalMs * retry.backoffCoefficient ** (failures - 1);
  return Math.min(pause, retry.maximumIntervalMs);
}
