// This file replays. The least that Temporal can do for what the product does with it.
import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

export interface BareActivities {
  doNothing(): Promise<void>;
  changeTicket(): Promise<void>;
}

const { doNothing, changeTicket } = proxyActivities<BareActivities>({
  startToCloseTimeout: '10 seconds',
});

/** Hears signals and lives on. */
export async function hearSignals(): Promise<void> {
  let heard = 0;
  setHandler(defineSignal<[unknown]>('tell'), () => void (heard += 1));
  await condition(() => heard < 0);
}

export async function oneActivity(): Promise<void> {
  await changeTicket();
}

export async function threeActivities(): Promise<void> {
  await doNothing();
  await doNothing();
  await doNothing();
}

export async function sleepUntil({ at }: { at: number }): Promise<void> {
  await sleep(Math.max(at - Date.now(), 1));
}
