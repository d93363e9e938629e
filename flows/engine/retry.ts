import type { RetryPlan } from './definition';

/**
 * How long to wait after so many failures, in ms: each time longer, not less than the other side asks
 * for, up to the plan's longest.
 */
export function pauseAfter(failures: number, retry: RetryPlan, atLeastMs = 0): number {
  const pause = retry.initialIntervalMs * retry.backoffCoefficient ** (failures - 1);
  return Math.min(Math.max(pause, atLeastMs), retry.maximumIntervalMs);
}
