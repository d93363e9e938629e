import { addBusinessTime, nextOpening } from '../domain/business-time/business-time';
import type { Calendar } from '../domain/business-time/calendar';
import type { TicketEvent } from '../domain/ticket/event';
import type {
  ActionStep,
  CompiledFlow,
  Condition,
  Scalar,
  StepOutput,
  WaitStep,
} from '../flows/engine/definition';
import { evaluate, type Verdict } from '../flows/engine/evaluate';
import type { RunPorts, StepAt } from '../flows/engine/run-program';
import { seenAt, type OutsideSeen } from '../flows/engine/seen';
import { loopsAround, turnsOf } from '../flows/engine/tree';
import { evaluateCel } from '../flows/values/cel';
import { celIn } from '../flows/values/condition-cel';
import { resolveValue } from '../flows/values/resolve-value';
import { actions } from '../plugins/actions';
import { useOf } from '../plugins/kit/action';
import { renderInputs } from '../plugins/kit/inputs';

export interface DryStep {
  id: string;
  /** Which time round in the loops about it; left out outside of any. */
  iteration?: number;
  use: string;
  /** One sentence: what the step would do. */
  preview: string;
  input?: unknown;
  /** Why a condition goes the way it goes. */
  verdict?: Verdict;
  /** When a wait would be over at the latest (ISO 8601). */
  at?: string;
}

/** Of a loop, so many items are shown. */
const itemsShown = 3;

/**
 * A world in which a run only shows what it would do: nothing is changed, nobody is written to, and
 * waits are over at once, by their time where they have one. The clock begins at the event.
 */
export function previewPorts({
  compiled,
  event,
  values,
  outsideOf,
  calendars,
  show,
}: {
  compiled: CompiledFlow;
  event: TicketEvent;
  values: Readonly<Record<string, unknown>>;
  /** What a condition asks about beyond the event, as of the event. */
  outsideOf: (condition: Condition) => Promise<OutsideSeen | undefined>;
  /** By their names in lower case. */
  calendars: ReadonlyMap<string, Calendar>;
  show: (step: DryStep) => void;
}): RunPorts {
  const outputs: Record<string, Record<string, unknown>> = {};
  const variables: Record<string, unknown> = {};
  const items: Record<string, unknown[]> = {};
  let clockMs = Date.parse(event.at);

  const placed = ({ stepId, iteration }: StepAt): Pick<DryStep, 'id' | 'iteration'> => ({
    id: stepId,
    ...(iteration > 0 ? { iteration } : {}),
  });
  const valuesAt = ({ stepId, iteration }: StepAt): Record<string, unknown> => {
    const turns = turnsOf(loopsAround(compiled.program.steps, stepId) ?? [], iteration);
    const loops = turns.map(({ id, index }) => ({ id, index, item: items[id]?.[index] }));
    return {
      ...values,
      steps: outputs,
      vars: variables,
      ...loops.at(-1),
      loops: Object.fromEntries(loops.map(({ id, ...turn }) => [id, turn])),
      now: new Date(clockMs).toISOString(),
    };
  };
  const work = (value: unknown, at: StepAt): unknown =>
    resolveValue(value, valuesAt(at), { evaluateCel });
  /** Shows a step whose value may not come to anything before it really runs. */
  const shown = <T>(
    at: StepAt,
    use: string,
    attempt: () => { preview: string; result: T },
    otherwise: T,
  ): T => {
    try {
      const { preview, result } = attempt();
      show({ ...placed(at), use, preview });
      return result;
    } catch (error) {
      const preview = whyNot(error, compiled.inputs[at.stepId]);
      show({ ...placed(at), use, preview });
      return otherwise;
    }
  };
  const act = (step: ActionStep, at: StepAt): StepOutput => {
    show(previewAction(step, compiled.inputs[step.id] ?? {}, valuesAt(at), placed(at)));
    return (outputs[step.id] = placeholders(step)) as StepOutput;
  };

  return {
    act: (step, at) => Promise.resolve(act(step, at)),
    actTogether: (steps, at) =>
      Promise.resolve({
        outputs: steps.map((step) => act(step, { ...at, stepId: step.id })),
        failed: null,
      }),
    async decide(step, at) {
      const here = valuesAt(at);
      const seen = {
        ...seenAt(event, await outsideOf(step.when)),
        steps: outputs as Record<string, StepOutput>,
        now: new Date(clockMs).toISOString(),
        vars: variables,
        item: here['item'],
      };
      const verdict = evaluate(step.when, seen, celIn(here));
      const preview = verdict.holds ? 'The condition holds.' : 'The condition does not hold.';
      show({ ...placed(at), use: 'if', preview, verdict });
      return verdict.holds ? 'then' : 'else';
    },
    choose: (step, at) =>
      Promise.resolve(
        shown(
          at,
          'switch',
          () => {
            const value = work(compiled.inputs[step.id]!['on'], at) as Scalar;
            const index = step.cases.findIndex(({ is }) => is.includes(value));
            const result = index < 0 ? null : index;
            const preview = `It is ${JSON.stringify(value)}: ${result === null ? 'none of the cases' : `case ${index + 1}`}.`;
            return { preview, result };
          },
          null,
        ),
      ),
    beginLoop: (step, at) =>
      Promise.resolve(
        shown(
          at,
          'for',
          () => {
            const each = work(compiled.inputs[step.id]!['each'], at);
            if (!Array.isArray(each)) throw new TypeError('"each" comes to no list');
            items[step.id] = each;
            const more = each.length > itemsShown ? `, of which ${itemsShown} are shown` : '';
            return {
              preview: `Once for each of ${each.length} items${more}.`,
              result: Math.min(each.length, itemsShown),
            };
          },
          0,
        ),
      ),
    wait(step, at) {
      const said = compiled.inputs[step.id] ?? {};
      const calendar = calendars.get(String(said['calendar']).toLowerCase()) ?? null;
      const { output, preview, until } = previewWait(step, { clockMs, calendar }, () =>
        work(said['at'], at),
      );
      outputs[step.id] = output;
      if (until !== null) clockMs = until;
      const time = until === null ? {} : { at: new Date(until).toISOString() };
      show({ ...placed(at), use: 'wait', preview, ...time });
      return Promise.resolve(output as StepOutput);
    },
    approve(step, at) {
      const { by, default: usual = 'reject' } = compiled.inputs[step.id] as {
        by: string[];
        default?: string;
      };
      const outcome = usual === 'approve' ? 'approved' : 'rejected';
      const preview = `Ask ${by.join(', ')}; without an answer it counts as ${outcome}.`;
      show({ ...placed(at), use: 'approve', preview });
      return Promise.resolve((outputs[step.id] = { outcome, by: 'timeout' }) as StepOutput);
    },
    call(step, at) {
      show({
        ...placed(at),
        use: 'flow',
        preview: `Run the Flow ${step.flow} and wait for its end.`,
      });
      return Promise.resolve((outputs[step.id] = { outcome: null }) as StepOutput);
    },
    set(step, at) {
      shown(
        at,
        'set',
        () => {
          const said = work(compiled.inputs[step.id], at) as Record<string, unknown>;
          Object.assign(variables, said);
          return { preview: `Keep ${Object.keys(said).join(', ')}.`, result: null };
        },
        null,
      );
      return Promise.resolve();
    },
    stop({ outcome }, at) {
      show({
        ...placed(at),
        use: 'stop',
        preview: `The run ends here${outcome ? `: ${outcome}` : ''}.`,
      });
    },
    failed: () => undefined,
    left: () => undefined,
    failureOf: () => null,
    async beside(branches) {
      for (const branch of branches) {
        const flowing = await branch();
        if (flowing !== 'on') return flowing;
      }
      return 'on';
    },
    mayBeginAnew: () => Promise.resolve(),
  };
}

function previewWait(
  { forMs, until, moment }: WaitStep,
  { clockMs, calendar }: { clockMs: number; calendar: Calendar | null },
  momentOf: () => unknown,
): { output: Record<string, unknown>; preview: string; until: number | null } {
  const late = forMs !== null || moment === true;
  if (!late) {
    const events = until.map((trigger) => trigger.event);
    return {
      output: { outcome: 'event', event: events[0] },
      preview: `Wait until ${events.join(' or ')}.`,
      until: null,
    };
  }
  const said = moment ? Date.parse(String(momentOf() ?? '')) : NaN;
  const from = new Date(Number.isNaN(said) ? clockMs : said);
  const end = endOf(from, forMs, calendar);
  return {
    output: { outcome: 'timeout', event: null },
    preview: `Wait until ${end.toISOString()}, counted from the event.`,
    until: end.getTime(),
  };
}

function endOf(from: Date, forMs: number | null, calendar: Calendar | null): Date {
  if (!calendar) return new Date(from.getTime() + (forMs ?? 0));
  return (
    (forMs === null ? nextOpening(calendar, from) : addBusinessTime(calendar, from, forMs)) ?? from
  );
}

/** What a step answers is not known before it runs; a later template shows where it would stand. */
function previewAction(
  step: ActionStep,
  inputs: Record<string, unknown>,
  values: Record<string, unknown>,
  placed: Pick<DryStep, 'id' | 'iteration'>,
): DryStep {
  const action = actions.find((one) => useOf(one) === step.use)!;
  const shown: DryStep = { ...placed, use: step.use, preview: '' };
  try {
    const input = renderInputs(action.input, inputs, values);
    shown.input = input;
    shown.preview = action.preview(input);
  } catch (error) {
    shown.preview = whyNot(error, inputs);
  }
  return shown;
}

function placeholders(step: ActionStep): Record<string, unknown> {
  const action = actions.find((one) => useOf(one) === step.use)!;
  return Object.fromEntries(
    Object.keys(action.output.shape).map((key) => [key, `<${step.id}.${key}>`]),
  );
}

/** What earlier steps answer is known only when they have run. */
function whyNot(error: unknown, said: unknown): string {
  const asksSteps = JSON.stringify(said ?? null).includes('steps.');
  return asksSteps
    ? 'What this step would do depends on what steps before it answer.'
    : `This step would fail: ${sentence(error)}.`;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
