// This file replays: no clock, no I/O, no library but the workflow SDK.
import {
  CancellationScope,
  condition,
  defineSignal,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { flowEventSignal, flowMoveSignal, type FlowEventMessage } from './messages';

/** A run that waits was asked to go on with another version. */
export class MoveAsked extends Error {}

/** What a run is told from outside. */
export interface FlowRunSignals {
  /**
   * Settles when the run is told of the end of this step, or at `deadline` (ms since 1970; null: never).
   * Throws `MoveAsked` when the run is to go on with another version and may.
   */
  toldOrLate(key: string, deadline: number | null, mayMove: () => boolean): Promise<void>;
}

/** Listens from the first moment on, so that what comes early is not lost. */
export function flowRunSignals(): FlowRunSignals {
  const told = new Set<string>();
  let moveAsked = false;
  setHandler(defineSignal<[FlowEventMessage]>(flowEventSignal), ({ stepId, iteration }) => {
    told.add(`${stepId}/${iteration}`);
  });
  setHandler(defineSignal(flowMoveSignal), () => {
    moveAsked = true;
  });
  return {
    async toldOrLate(key, deadline, mayMove) {
      const moves = (): boolean => moveAsked && mayMove();
      const isOver = (): boolean => told.has(key) || moves();
      if (deadline === null) await condition(isOver);
      else await eitherComes(isOver, deadline);
      if (!told.has(key) && moves()) throw new MoveAsked();
    },
  };
}

/** Whichever comes first; the other is put away. */
async function eitherComes(isOver: () => boolean, deadline: number): Promise<void> {
  const racing = new CancellationScope();
  try {
    await racing.run(() =>
      Promise.race([condition(isOver), sleep(Math.max(deadline - Date.now(), 1))]),
    );
  } finally {
    racing.cancel();
  }
}
