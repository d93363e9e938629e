import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { onlyFailures } from '../../activities/only-failures';

test('an unexpected error is logged and leaves an activity without its words', async () => {
  const logged: unknown[] = [];
  const log = { warn: (fields: object) => logged.push(fields) } as unknown as Logger;
  const err = new Error('no text like secret-words');
  const { send } = onlyFailures({ send: () => Promise.reject(err) }, log);

  const failure = await send().catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'unexpected-error', nonRetryable: false });
  expect(JSON.stringify([(failure as Error).message, (failure as Error).cause])).not.toMatch(
    'secret-words',
  );
  expect(logged).toEqual([{ activity: 'send', err }]);
});

test('answers and failures that say what they mean pass', async () => {
  const meant = ApplicationFailure.nonRetryable('there is no such run', 'flow-run-not-found');
  const activities = { read: () => Promise.resolve(42), refuse: () => Promise.reject(meant) };

  const { read, refuse } = onlyFailures(activities, undefined as never);

  expect(await read()).toBe(42);
  await expect(refuse()).rejects.toBe(meant);
});
