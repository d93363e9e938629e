import type { FlowDocument, StepDocument } from '../../../flows/language/document';
import {
  branchesOf,
  isAction,
  isApprove,
  isCall,
  isFor,
  isIf,
  isParallel,
  isSet,
  isSwitch,
  isWait,
} from '../../../flows/language/steps';
import type { World } from './a-world';

/** How a list of steps ends: the next step follows, or the run is over, or it waits for ever. */
export type End = 'on' | 'hangs' | `stop ${string}` | `fail ${string}`;

/** What steps did, in order: one thing, or branches beside each other. */
export interface Story {
  did: (string | Story[])[];
  end: End;
  /** Where branches ended the run: any of these may have been the first. */
  ends?: Story[];
}

/**
 * What a Flow does in a world, told from its document alone: no program, no engine, nothing resumed.
 */
export function plainRun({ steps }: FlowDocument, world: World): Story {
  return list(steps, 0, { world, answers: new Map() });
}

interface Seen {
  world: World;
  /** What actions answered, by id; of a loop's steps, this time round. */
  answers: Map<string, number>;
}

function list(steps: readonly StepDocument[], iteration: number, seen: Seen): Story {
  const told: Story = { did: [], end: 'on' };
  for (const step of steps) {
    const { did, end, ends } = one(step, iteration, seen);
    told.did.push(...did);
    if (end !== 'on') return { ...told, end, ...(ends ? { ends } : {}) };
  }
  return told;
}

function one(step: StepDocument, iteration: number, seen: Seen): Story {
  const { world } = seen;
  const key = `${step.id}/${iteration}`;
  const then = (did: string, steps: readonly StepDocument[] = []): Story => {
    const rest = list(steps, iteration, seen);
    return { ...rest, did: [`${did} ${key}`, ...rest.did] };
  };
  if (step.id.startsWith('hang-')) return { did: [], end: 'hangs' };

  if (isAction(step) || isCall(step)) {
    const code = world.failureOf(key, 'often');
    if (code === null) {
      if (isAction(step)) seen.answers.set(step.id, world.oneOf(key, 2));
      return then(isAction(step) ? 'act' : 'call');
    }
    if (Array.isArray(step.onError)) return list(step.onError, iteration, seen);
    return { did: [], end: step.onError === 'continue' ? 'on' : `fail ${code}` };
  }
  if (isIf(step)) {
    const { then: yes, else: no = [] } = step.if;
    return then('decide', holds(step.if.when as { field: string }, key, seen) ? yes : no);
  }
  if (isSwitch(step)) {
    const code = world.failureOf(key, 'seldom');
    if (code !== null) return { did: [], end: `fail ${code}` };
    const { cases, else: others = [] } = step.switch;
    return then('choose', cases[world.oneOf(key, cases.length + 1)]?.do ?? others);
  }
  if (isFor(step)) {
    const code = world.failureOf(key, 'seldom');
    if (code !== null) return { did: [], end: `fail ${code}` };
    const { max, do: body } = step.for;
    const told = then('loop');
    const clear = (): void => idsIn(body).forEach((id) => seen.answers.delete(id));
    for (let index = 0; index < world.oneOf(key, max + 1); index += 1) {
      clear();
      const round = list(body, iteration * max + index, seen);
      told.did.push(...round.did);
      if (round.end !== 'on') return { ...round, did: told.did };
    }
    clear();
    return told;
  }
  if (isWait(step)) {
    const ways = [...(step.wait.until ? ['event'] : []), ...(step.wait.for ? ['timeout'] : [])];
    const way = ways[world.oneOf(key, ways.length)];
    return then('wait', way === 'event' ? step.onEvent : step.onTimeout);
  }
  if (isApprove(step)) {
    const code = world.failureOf(key, 'seldom');
    if (code !== null) return { did: [], end: `fail ${code}` };
    return then('approve', world.oneOf(key, 2) === 0 ? step.onApprove : step.onReject);
  }
  if (isParallel(step)) return beside(step.parallel, iteration, seen);
  if (isSet(step)) return then('set');
  return { did: [`stop ${key}`], end: `stop ${step.stop.outcome}` };
}

/** The branches see each other's answers only when all of them are over. */
function beside(
  { branches, until }: { branches: StepDocument[][]; until?: 'all' | 'any' | undefined },
  iteration: number,
  seen: Seen,
): Story {
  const own = branches.map(() => new Map(seen.answers));
  const stories = branches.map((steps, index) =>
    list(steps, iteration, { ...seen, answers: own[index]! }),
  );
  own.forEach((answers) => answers.forEach((answer, id) => seen.answers.set(id, answer)));
  const isOver = ({ end }: Story): boolean => end !== 'on' && end !== 'hangs';
  const winner = until === 'any' ? branches.findIndex(([first]) => isGate(first)) : -1;
  const others = stories.filter((_, index) => index !== winner);
  const first = others.filter(isOver);
  if (winner >= 0 && first.length === 0) {
    const { end } = stories[winner]!;
    if (end === 'on' || end === 'hangs') return { did: [stories], end };
    return { did: [stories], end, ends: [stories[winner]!] };
  }
  if (first.length > 0) {
    // The winner's gate stayed shut.
    const told = winner < 0 ? stories : others;
    return { did: [told], end: first[0]!.end, ends: first };
  }
  const hangs = stories.some(({ end }) => end === 'hangs');
  return { did: [stories], end: hangs ? 'hangs' : 'on' };
}

function isGate(step: StepDocument | undefined): boolean {
  return step?.id.startsWith('gate-') ?? false;
}

function holds({ field }: { field: string }, key: string, { world, answers }: Seen): boolean {
  const [, asked] = /^steps\.(.+)\.answer$/.exec(field) ?? [];
  return asked ? answers.get(asked) === 1 : world.oneOf(key, 2) === 1;
}

function idsIn(steps: readonly StepDocument[]): string[] {
  return steps.flatMap((step) => [
    step.id,
    ...branchesOf(step).flatMap(([, inner]) => idsIn(inner)),
  ]);
}
