import type { Desk } from './desk';

export type Victim = 'api' | 'worker' | 'temporal' | 'postgres';

/** Ends one thing with kill -9, in the middle of whatever it does. */
export function kill(desk: Desk, victim: Victim, which: number): void {
  if (victim === 'postgres') desk.servers.killPostgres();
  else if (victim === 'temporal') desk.servers.killTemporal();
  else desk[victim === 'api' ? 'apis' : 'workers'][which % 2]!.kill();
}

/**
 * Kills in a given order while `work` goes on, with `pauseMs` between, for at most `rounds` rounds;
 * every victim of the order falls at least once. Answers how often something fell.
 */
export async function killingMeanwhile<T>(
  desk: Desk,
  { order, pauseMs, rounds }: KillPlan,
  work: Promise<T>,
): Promise<{ result: T; kills: number }> {
  let working = true;
  const ended = work.finally(() => (working = false));
  ended.catch(() => undefined);
  let kills = 0;
  while ((working && kills < order.length * rounds) || kills < order.length) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    kill(desk, order[kills % order.length]!, Math.floor(kills / order.length));
    kills += 1;
  }
  return { result: await ended, kills };
}

export interface KillPlan {
  order: readonly Victim[];
  /** Longer than a process needs to come up again, else the desk is never there. */
  pauseMs: number;
  rounds: number;
}
