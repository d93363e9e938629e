import { runProduct, type ProductProcess } from '../../support/product-process';

/** One process of the product, started again whenever it ends, until `stop`. */
export interface KeptAlive {
  kill(): void;
  /** Ends it in order. Throws when it had to be killed. */
  stop(): Promise<void>;
}

const restartPauseMs = 200;
const stopLimitMs = 30_000;

export function keepAlive(environment: Record<string, string>): KeptAlive {
  let stopping = false;
  let isUp = false;
  let restart: NodeJS.Timeout | undefined;
  let current: ProductProcess;

  const start = (): void => {
    current = runProduct({ LOG_LEVEL: 'warn', ...environment });
    isUp = true;
    void current.ended.then(() => {
      isUp = false;
      if (!stopping) restart = setTimeout(start, restartPauseMs);
    });
  };
  start();

  return {
    kill: () => void current.child.kill('SIGKILL'),
    async stop() {
      stopping = true;
      clearTimeout(restart);
      if (!isUp) return;
      current.child.kill('SIGTERM');
      const timer = setTimeout(() => current.child.kill('SIGKILL'), stopLimitMs);
      const how = await current.ended;
      clearTimeout(timer);
      if (how !== 0)
        throw new Error(`a process did not end in order (${how}):\n${current.output()}`);
    },
  };
}
