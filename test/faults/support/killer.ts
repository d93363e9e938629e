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
 * every victim of the order falls at least once, the first at once. Ends when all servers are back;
 * answers how often something fell.
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
  await pause(firstKillAfterMs);
  while ((working && kills < order.length * rounds) || kills < order.length) {
    if (kills > 0) await pause(pauseMs);
    kill(desk, order[kills % order.length]!, Math.floor(kills / order.length));
    kills += 1;
  }
  const result = await ended;
  await desk.servers.everythingBack();
  return { result, kills };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Early, so that the first victim falls in the middle of even a short work. */
const firstKillAfterMs = 300;

export interface KillPlan {
  order: readonly Victim[];
  /** Longer than a process needs to come up again, else the desk is never there. */
  pauseMs: number;
  rounds: number;
}
