import pino from 'pino';
import { startLoop } from '../../automation/loop';
import { eventually } from '../support/eventually';

const log = pino({ level: 'silent' });

test('a loop goes on at once while it does something, and pauses when it does not', async () => {
  let left = 5;
  let rounds = 0;
  const loop = startLoop({
    name: 'test',
    everyMs: 60_000,
    log,
    work: () => {
      rounds += 1;
      return Promise.resolve(left > 0 ? left-- : 0);
    },
  });
  await eventually(() => rounds === 6);
  await loop.stop();

  expect(rounds).toBe(6);
});

test('waking ends a pause; waking in the middle of a round is not forgotten', async () => {
  let rounds = 0;
  let finish: (() => void) | undefined;
  const loop = startLoop({
    name: 'test',
    everyMs: 60_000,
    log,
    work: async () => {
      rounds += 1;
      if (rounds === 2) await new Promise<void>((resolve) => (finish = resolve));
      return 0;
    },
  });
  await eventually(() => rounds === 1);
  loop.wake();
  await eventually(() => finish);
  loop.wake();
  finish!();
  await eventually(() => rounds === 3);
  await loop.stop();

  expect(rounds).toBe(3);
});

test('a round that fails is tried again', async () => {
  let rounds = 0;
  const loop = startLoop({
    name: 'test',
    everyMs: 1,
    log,
    work: () => {
      rounds += 1;
      return rounds < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(0);
    },
  });
  await eventually(() => rounds >= 3);
  await loop.stop();

  expect(rounds).toBeGreaterThanOrEqual(3);
});
