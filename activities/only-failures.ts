import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';

/**
 * An unexpected error's words may hold anything. They go into the log; the history, which is kept,
 * is told only that there was one. What is thrown as an `ApplicationFailure` carries no free text.
 */
export function onlyFailures<A extends object>(activities: A, log: Logger): A {
  const guarded = Object.entries(activities).map(([name, activity]) => [
    name,
    async (input: never): Promise<unknown> => {
      try {
        return await (activity as (input: never) => Promise<unknown>)(input);
      } catch (err) {
        if (err instanceof ApplicationFailure) throw err;
        log.warn({ activity: name, err }, 'an activity could not be done now, it is tried again');
        throw ApplicationFailure.retryable('it could not be done now', 'unexpected-error');
      }
    },
  ]);
  return Object.fromEntries(guarded) as A;
}
