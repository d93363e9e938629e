import type { Logger } from 'pino';

export interface Loop {
  /** Something was told: look at once, even in the middle of a pause. */
  wake(): void;
  /** Settles when the round that is under way now, if there is one, has ended. */
  roundEnded(): Promise<void>;
  /** Ends after the round in progress. */
  stop(): Promise<void>;
}

/**
 * Does `work` again and again: at once while it says that it did something (a number above 0),
 * else after a pause or when woken. A round that fails is logged and tried again after the pause,
 * which grows to ten times itself while the failures go on.
 */
export function startLoop(options: {
  name: string;
  everyMs: number;
  work: () => Promise<number>;
  log: Logger;
}): Loop {
  const { name, everyMs, work, log } = options;
  let stopped = false;
  let woken = false;
  let failures = 0;
  let endPause: (() => void) | undefined;
  let round: Promise<unknown> = Promise.resolve();

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      let done = 0;
      try {
        const begun = work();
        round = begun.catch(() => undefined);
        done = await begun;
        failures = 0;
      } catch (error) {
        failures += 1;
        const level = failures === 1 ? 'warn' : 'debug';
        log[level]({ loop: name, failures, err: error }, 'a round failed, it is tried again');
      }
      if (done > 0 || woken || stopped) continue;
      await pause(everyMs * Math.min(Math.max(failures, 1), 10));
    }
  };
  const running = run();

  return {
    wake() {
      woken = true;
      if (failures === 0) endPause?.();
    },
    async roundEnded() {
      await round;
    },
    async stop() {
      stopped = true;
      endPause?.();
      await running;
    },
  };
}
