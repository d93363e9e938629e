import type { TFunction } from 'i18next';
import type { FlowRun, FlowRunSummary } from '../../api/types';
import { saidKinds, actionInWords, type StepKind } from './step-words';

type Step = FlowRun['steps'][number];

/** A step of a run; what it was given and answered can be anything. */
export interface ShownStep extends Pick<
  Step,
  | 'id'
  | 'iteration'
  | 'items'
  | 'use'
  | 'status'
  | 'attempts'
  | 'waitingUntil'
  | 'nextAttemptAt'
  | 'takenOver'
  | 'waitedMs'
> {
  input?: unknown;
  output?: unknown;
  explanation?: unknown;
}

export interface ShownRun extends FlowRunSummary {
  inputs?: unknown;
  outputs?: unknown;
  steps: ShownStep[];
}

/** What began a run: "Event 7", "Schedule", "By hand: Nora". */
export function begunInWords(
  { begunBy, eventSeq }: Pick<FlowRunSummary, 'begunBy' | 'eventSeq'>,
  t: TFunction,
): string {
  if (!begunBy) return eventSeq === null ? t('run.run') : t('run.openRun', { seq: eventSeq });
  const what = t(`run.begun.${begunBy.type as 'flow.manual'}`, { defaultValue: begunBy.type });
  return begunBy.type === 'flow.manual' ? `${what}: ${begunBy.actor.name}` : what;
}

/** What a step of a run is called: its action, or what kind of step it is. */
export function usedInWords(use: string, t: TFunction): string {
  const kind = saidKinds.find((one) => one === use);
  return kind === undefined
    ? actionInWords(use, t)
    : t(`run.kind.${kind as Exclude<StepKind, 'use'>}`);
}
