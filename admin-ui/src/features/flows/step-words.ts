import type { TFunction } from 'i18next';
import type {
  ActionStepDocument,
  ApproveStepDocument,
  CallStepDocument,
  ForStepDocument,
  IfStepDocument,
  ParallelStepDocument,
  SetStepDocument,
  StepDocument,
  StopStepDocument,
  SwitchStepDocument,
  WaitStepDocument,
} from '../../../../flows/language/document';
import { writtenDurationInWords } from '../../common/duration';
import { triggerInWords } from './trigger-words';
import { dynamicText, valueInWords } from './value-words';
import { agentInWords, conditionInWords, fieldValueInWords, joinedByOr, type Names } from './words';

/** The steps there are, each by the key that tells it from the others. */
interface StepByKind {
  use: ActionStepDocument;
  if: IfStepDocument;
  switch: SwitchStepDocument;
  for: ForStepDocument;
  wait: WaitStepDocument;
  parallel: ParallelStepDocument;
  flow: CallStepDocument;
  approve: ApproveStepDocument;
  set: SetStepDocument;
  stop: StopStepDocument;
}

export type StepKind = keyof StepByKind;

interface Branch {
  label: string;
  steps: StepDocument[];
}

/** A step as a page shows it: a sentence, what else is to say, its values and its branches. */
export interface StepInWords {
  title: string;
  /** Full sentences beside the title. */
  notes: string[];
  values?: Record<string, unknown> | undefined;
  branches: Branch[];
}

interface Said extends Partial<Pick<StepInWords, 'values'>> {
  title: string;
  notes?: (string | false | undefined)[];
  branches?: (Branch | false | undefined)[];
}

const sayings: {
  [Kind in StepKind]: (step: StepByKind[Kind], names: Names, t: TFunction) => Said;
} = {
  use: (step, _names, t) => ({
    title: actionInWords(step.use, t),
    values: step.with,
    notes: [
      step.retry && retryInWords(step.retry, t),
      step.timeout !== undefined &&
        t('flow.timeout', { time: writtenDurationInWords(step.timeout) }),
      step.onError === 'continue' && t('flow.onErrorContinue'),
    ],
    branches: [errorBranch(step, t)],
  }),
  if: ({ if: { when, then, else: otherwise } }, names, t) => ({
    title: t('flow.if', { condition: conditionInWords(when, names, t) }),
    branches: [
      { label: t('flow.then'), steps: then },
      otherwise && { label: t('flow.else'), steps: otherwise },
    ],
  }),
  switch: ({ switch: { on, cases, else: otherwise } }, names, t) => ({
    title: t('flow.switch', { value: valueInWords(on, t) }),
    branches: [
      ...cases.map(({ is, do: steps }) => ({
        label: t('flow.case', {
          value: joinedByOr(
            [is].flat().map((one) => fieldValueInWords(fieldOf(on), one, names, t)),
            t,
          ),
        }),
        steps,
      })),
      otherwise && { label: t('flow.else'), steps: otherwise },
    ],
  }),
  for: ({ for: { each, max, do: steps } }, _names, t) => ({
    title: t('flow.for', { list: valueInWords(each, t), max }),
    branches: [{ label: t('flow.eachTime'), steps }],
  }),
  wait: (step, names, t) => ({
    title: waitInWords(step.wait, names, t),
    branches: [
      step.onEvent && { label: t('flow.onEvent'), steps: step.onEvent },
      step.onTimeout && { label: timeoutLabel(step.wait, t), steps: step.onTimeout },
    ],
  }),
  parallel: ({ parallel: { branches, until = 'all' } }, _names, t) => ({
    title: t(`flow.parallel.${until}`),
    branches: branches.map((steps, index) => ({
      label: t('flow.parallel.branch', { number: index + 1 }),
      steps,
    })),
  }),
  flow: (step, _names, t) => ({
    title: t('flow.call', { flow: step.flow }),
    values: step.with,
    notes: [
      step.ticket !== undefined && t('flow.callOn', { ticket: valueInWords(step.ticket, t) }),
      step.onError === 'continue' && t('flow.onErrorContinue'),
    ],
    branches: [errorBranch(step, t)],
  }),
  approve: (step, names, t) => {
    const { by, text, for: time, default: answer = 'reject', needs = 'one' } = step.approve;
    const people = by.map((one) => agentInWords(one, names));
    return {
      title: t('flow.approve', { people: people.join(', ') }),
      notes: [
        t('flow.approveText', { text }),
        // Of a single person no more than one answer can come.
        t(`flow.approveNeeds.${needs}`),
        time !== undefined &&
          t(`flow.approveFor.${answer}`, { time: writtenDurationInWords(time) }),
      ],
      branches: [
        step.onApprove && { label: t('flow.onApprove'), steps: step.onApprove },
        step.onReject && { label: t('flow.onReject'), steps: step.onReject },
      ],
    };
  },
  set: ({ set }, _names, t) => ({ title: t('flow.set'), values: set }),
  stop: ({ stop }, _names, t) => {
    // A version that was published before language 2 has the reason alone.
    const { outcome, reason } = typeof stop === 'string' ? { outcome: stop, reason: '' } : stop;
    return { title: t('flow.stop', { outcome }), notes: [reason] };
  },
};

export const saidKinds = Object.keys(sayings) as StepKind[];

export function kindOfStep(step: StepDocument): StepKind {
  return saidKinds.find((kind) => kind in step)!;
}

/** A step in plain sentences, with its branches. */
export function stepInWords(step: StepDocument, names: Names, t: TFunction): StepInWords {
  const say = sayings[kindOfStep(step)] as (
    step: StepDocument,
    ...rest: [Names, TFunction]
  ) => Said;
  const { notes = [], branches = [], ...said } = say(step, names, t);
  return {
    ...said,
    notes: notes.filter((note): note is string => Boolean(note)),
    branches: branches.filter((branch): branch is Branch => Boolean(branch)),
  };
}

/** "core.set-priority@1" reads "Set priority" where the catalogues have no words for it. */
export function actionInWords(use: string, t: TFunction): string {
  const name = use.replace(/@\d+$/, '');
  const words = name.replace(/^[^.]+\./, '').replaceAll('-', ' ');
  const defaultValue = words.charAt(0).toUpperCase() + words.slice(1);
  return t(`flow.action.${name.replace('.', '_') as 'core_close'}`, { defaultValue });
}

function retryInWords(
  { attempts, firstPause }: NonNullable<ActionStepDocument['retry']>,
  t: TFunction,
): string {
  if (firstPause === undefined) return t('flow.retry', { attempts });
  return t('flow.retryPause', { attempts, pause: writtenDurationInWords(firstPause) });
}

/** The field of conditions that a value refers to, if it is one: `{ ref: ticket.priority }`. */
function fieldOf(value: unknown): string {
  return (dynamicText(value) ?? '').replace(/^ticket\.(?!fields\.)/, '');
}

function errorBranch({ onError }: Pick<ActionStepDocument, 'onError'>, t: TFunction) {
  return Array.isArray(onError) && { label: t('flow.onError'), steps: onError };
}

/** "Wait 3 days, or until the customer replies". */
function waitInWords(wait: WaitStepDocument['wait'], names: Names, t: TFunction): string {
  const events = wait.until?.map((trigger) => triggerInWords(trigger, names, t)) ?? [];
  const until = events.length > 0 && t('flow.waitUntil', { until: joinedByOr(events, t) });
  const time = timeInWords(wait, t);
  if (time && until) return t('flow.waitBoth', { time, until: joinedByOr(events, t) });
  return time ?? (until || t('flow.waitUntil', { until: '' }));
}

/** "Wait 3 days", "Wait 8 hours of the calendar Support"; null: only events end it. */
function timeInWords({ for: time, at, calendar }: WaitStepDocument['wait'], t: TFunction) {
  const words = {
    for: time === undefined ? '' : writtenDurationInWords(time),
    at: valueInWords(at, t),
    calendar,
  };
  const within = calendar === undefined ? 'plain' : 'calendar';
  if (at !== undefined && time !== undefined) return t(`flow.waitForAfter.${within}`, words);
  if (at !== undefined) return t(`flow.waitAt.${within}`, words);
  return time === undefined ? null : t(`flow.waitFor.${within}`, words);
}

function timeoutLabel({ for: time }: WaitStepDocument['wait'], t: TFunction): string {
  if (time === undefined) return t('flow.onMoment');
  return t('flow.onTimeout', { for: writtenDurationInWords(time) });
}
