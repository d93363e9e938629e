import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as settled } from 'node:timers/promises';
import type { ActionStep, Program, Step, StepOutput } from '../../../flows/engine/definition';
import { stepKey } from '../../../flows/engine/progress';
import {
  ProgramRun,
  StepFailed,
  type Flowing,
  type Outputs,
  type Resume,
  type RunEnd,
  type RunPorts,
  type StepAt,
} from '../../../flows/engine/run-program';
import type { World } from './a-world';

/** A run is cut after so many of its steps have ended, or as soon afterwards as it can be. */
export interface Crash {
  after: number;
  how:
    | 'done again from its record'
    | 'moved to another version'
    | 'gone on from its state'
    | 'begun anew';
}

export interface Told {
  /** What was done, in order, as `<kind> <step>/<iteration>`. */
  log: string[];
  end: string;
}

/**
 * Takes a program to its end, whatever befalls the run, with the next version wherever it is moved;
 * `order` says which of several steps ends first.
 */
export async function runWithCrashes(
  [program, ...later]: [Program, ...Program[]],
  { world, order, crashes }: { world: World; order: readonly number[]; crashes: readonly Crash[] },
): Promise<Told> {
  const log: string[] = [];
  const kept: Kept = { record: new Map(), log, givenUp: new Set(), hasFailed: false };
  const left = [...crashes];
  let turn = 0;
  let resume: Resume | undefined;
  for (;;) {
    const crash = left[0];
    const ports = new Ports(world, kept, () => order[turn++ % order.length] ?? 0);
    ports.beginsAnew = crash?.how === 'begun anew' ? crash.after % 3 : null;
    const run = new ProgramRun(program, ports, resume);
    let over: { end: RunEnd } | { error: unknown } | null = null;
    void run.walk().then(
      (end) => (over = { end }),
      (error: unknown) => (over = { error }),
    );
    const isOver = (): typeof over => over;
    for (let steps = 0; ; steps += 1) {
      await settled();
      if (isOver()) break;
      if (crash && steps >= crash.after && ports.cut(crash, run)) {
        await settled();
        break;
      }
      ports.endOne();
    }
    const ended = isOver();
    const cut = ports.cutFrom;
    if (cut) {
      left.shift();
      if (crash?.how === 'moved to another version') program = later.shift() ?? program;
      resume = JSON.parse(JSON.stringify(cut())) as Resume;
      continue;
    }
    if (!ended) throw new Error('the run neither went on nor ended');
    if ('error' in ended) return { log, end: failureIn(ended.error) };
    const { outcome, toldWithLastStep } = ended.end;
    if (toldWithLastStep !== (ports.endedWith !== null)) throw new Error('the end is told wrongly');
    return { log, end: outcome === null ? 'on' : `stop ${outcome}` };
  }
}

function failureIn(error: unknown): string {
  if (error instanceof StepFailed) return `fail ${error.code}`;
  throw error;
}

class Cancelled extends Error {}
class MoveAsked extends Error {}
class BegunAnew extends Error {}

interface Pending {
  stepId: string;
  key: string;
  settle: () => void;
  reject: (error: unknown) => void;
}

class Branch {
  isOver = false;
  readonly pending = new Set<Pending>();
  constructor(readonly within: Branch | undefined) {}
  end(): string[] {
    this.isOver = true;
    const ended = [...this.pending];
    for (const one of ended) one.reject(new Cancelled());
    return ended.map(({ key }) => key);
  }
}

const branchNow = new AsyncLocalStorage<Branch>();

/** What outlives a crash. */
interface Kept {
  record: Map<string, { told: StepOutput; position: number }>;
  log: string[];
  /** What branches were at when another branch ended them for good. */
  givenUp: Set<string>;
  hasFailed: boolean;
}

class Ports implements RunPorts {
  /** What the run goes on from, once it was cut. */
  cutFrom: (() => Resume) | null = null;
  beginsAnew: number | null = null;
  private readonly pending = new Set<Pending>();
  /** The step that was said to be the run's last, and is done. */
  endedWith: string | null = null;

  constructor(
    private readonly world: World,
    private readonly kept: Kept,
    private readonly pick: () => number,
  ) {}

  /** Ends one of the steps that are under way, at the gates the last. */
  endOne(): void {
    const able = [...this.pending].filter(({ stepId }) => !stepId.startsWith('hang-'));
    const depthOf = ({ stepId }: Pending): number =>
      stepId.startsWith('gate-') ? Number(stepId.split('-')[1]) : Infinity;
    const deepest = Math.max(...able.map(depthOf));
    const next = able.filter((one) => depthOf(one) === deepest);
    if (next.length === 0) throw new Error('nothing can end any more');
    next[this.pick() % next.length]!.settle();
  }

  /** Cuts the run here, if that is possible here. */
  cut({ how }: Crash, run: ProgramRun): boolean {
    if (how === 'begun anew') return false;
    if (how === 'done again from its record') {
      this.cutFrom = () => fromRecord(this.kept.record, this.pick());
      // What failed is not in the record and is tried again, so nobody knows yet who wins.
      if (this.kept.hasFailed) this.kept.givenUp.clear();
      return true;
    }
    if (how === 'gone on from its state') {
      if (run.state().at) return false;
      this.cutFrom = () => run.state();
      return true;
    }
    if (!run.onlyWaits()) return false;
    const waits = [...this.pending];
    this.cutFrom = () => run.state();
    waits[this.pick() % waits.length]!.reject(new MoveAsked());
    return true;
  }

  act(step: ActionStep, at: StepAt): Promise<StepOutput> {
    const key = keyOf(at);
    return this.does(at, () => {
      this.failOr(key, 'often');
      if (at.last) this.endedWith = key;
      return this.did('act', key, at.position, { answer: this.world.oneOf(key, 2) });
    });
  }

  actTogether(steps: ActionStep[], at: StepAt) {
    return this.does(at, () => {
      const outputs: StepOutput[] = [];
      for (const { id } of steps) {
        const key = stepKey(id, at.iteration);
        const failed = this.world.failureOf(key, 'often');
        if (failed !== null) return { outputs, failed };
        const answer = { answer: this.world.oneOf(key, 2) };
        outputs.push(this.did('act', key, at.position + outputs.length, answer));
      }
      if (at.last) this.endedWith = steps.at(-1)!.id;
      return { outputs, failed: null };
    });
  }

  decide(
    step: Extract<Step, { kind: 'if' }>,
    at: StepAt,
    outputs: Outputs,
  ): Promise<'then' | 'else'> {
    return this.does(at, () => {
      const key = keyOf(at);
      const { field } = step.when as { field: string };
      const [, asked] = /^steps\.(.+)\.answer$/.exec(field) ?? [];
      const yes = asked ? outputs[asked]?.['answer'] === 1 : this.world.oneOf(key, 2) === 1;
      const branch = yes ? 'then' : 'else';
      this.did('decide', key, at.position, { branch });
      return branch;
    });
  }

  choose(step: Extract<Step, { kind: 'switch' }>, at: StepAt): Promise<number | null> {
    return this.does(at, () => {
      const key = keyOf(at);
      this.failOr(key, 'seldom');
      const chosen = this.world.oneOf(key, step.cases.length + 1);
      const answer = chosen === step.cases.length ? null : chosen;
      this.did('choose', key, at.position, { case: answer });
      return answer;
    });
  }

  beginLoop(step: Extract<Step, { kind: 'for' }>, at: StepAt): Promise<number> {
    return this.does(at, () => {
      const key = keyOf(at);
      this.failOr(key, 'seldom');
      const count = this.world.oneOf(key, step.max + 1);
      this.did('loop', key, at.position, { count });
      return count;
    });
  }

  wait(step: Extract<Step, { kind: 'wait' }>, at: StepAt): Promise<StepOutput> {
    return this.does(at, () => {
      const key = keyOf(at);
      const ways = [
        ...(step.until.length > 0 ? ['event'] : []),
        ...(step.forMs === null ? [] : ['timeout']),
      ];
      return this.did('wait', key, at.position, {
        outcome: ways[this.world.oneOf(key, ways.length)]!,
      });
    });
  }

  approve(_step: Step, at: StepAt): Promise<StepOutput> {
    return this.does(at, () => {
      const key = keyOf(at);
      this.failOr(key, 'seldom');
      const outcome = this.world.oneOf(key, 2) === 0 ? 'approved' : 'rejected';
      return this.did('approve', key, at.position, { outcome });
    });
  }

  call(_step: Step, at: StepAt): Promise<StepOutput> {
    return this.does(at, () => {
      const key = keyOf(at);
      this.failOr(key, 'often');
      return this.did('call', key, at.position, { outcome: null });
    });
  }

  set(_step: Step, at: StepAt): Promise<void> {
    return this.does(at, () => void this.did('set', keyOf(at), at.position, {}));
  }

  stop(_step: Step, at: StepAt): void {
    this.kept.log.push(`stop ${keyOf(at)}`);
  }

  failed(): void {
    this.kept.hasFailed = true;
  }

  left(): void {}

  failureOf(error: unknown): string | null {
    return error instanceof StepFailed ? error.code : null;
  }

  /** As `workflows/beside.ts` does it, without Temporal. */
  async beside(branches: (() => Promise<Flowing>)[], until: 'all' | 'any'): Promise<Flowing> {
    const scopes = branches.map(() => new Branch(branchNow.getStore()));
    let first: { flowing: Flowing } | { error: unknown } | null = null;
    await Promise.all(
      branches.map(async (branch, index) => {
        try {
          const flowing = await branchNow.run(scopes[index]!, branch);
          if (first || (flowing === 'on' && until === 'all')) return;
          first = { flowing };
        } catch (error) {
          if (first) return;
          first = { error };
        }
        const ended = scopes.flatMap((scope) => scope.end());
        if ('flowing' in first) ended.forEach((key) => this.kept.givenUp.add(key));
      }),
    );
    const ended = first as { flowing: Flowing } | { error: unknown } | null;
    if (!ended) return 'on';
    if ('error' in ended) throw ended.error;
    return ended.flowing;
  }

  async mayBeginAnew(state: Resume): Promise<void> {
    if (this.beginsAnew === null) return;
    if (this.beginsAnew > 0) {
      this.beginsAnew -= 1;
      return;
    }
    if (this.pending.size > 0) throw new Error('something is under way');
    this.cutFrom = () => state;
    throw new BegunAnew();
  }

  /** A step under way until `endOne` chooses it, or its branch is ended. */
  private does<T>(at: StepAt, end: () => T): Promise<T> {
    const { stepId } = at;
    const key = keyOf(at);
    if (this.kept.givenUp.has(key)) throw new Error(`${key} was given up and is begun again`);
    if (this.endedWith) throw new Error(`${stepId} follows ${this.endedWith}, the last`);
    const scope = branchNow.getStore();
    return new Promise<T>((resolve, reject) => {
      const branches: Branch[] = [];
      for (let branch = scope; branch; branch = branch.within) branches.push(branch);
      if (branches.some(({ isOver }) => isOver)) return reject(new Cancelled());
      const gone = (): void => {
        this.pending.delete(one);
        branches.forEach((branch) => branch.pending.delete(one));
      };
      const one: Pending = {
        stepId,
        key,
        settle: () => {
          gone();
          try {
            resolve(end());
          } catch (error) {
            reject(error as Error);
          }
        },
        reject: (error) => {
          gone();
          reject(error as Error);
        },
      };
      this.pending.add(one);
      branches.forEach((branch) => branch.pending.add(one));
    });
  }

  private failOr(key: string, of: 'often' | 'seldom'): void {
    const code = this.world.failureOf(key, of);
    if (code !== null) throw new StepFailed(code);
  }

  private did<T extends StepOutput>(kind: string, key: string, position: number, told: T): T {
    this.kept.log.push(`${kind} ${key}`);
    for (const row of this.kept.record.values()) {
      if (row.position === position) throw new Error(`${key} has the position of another step`);
    }
    this.kept.record.set(key, { told, position });
    return told;
  }
}

const keyOf = ({ stepId, iteration }: StepAt): string => stepKey(stepId, iteration);

/** As automation/start-flow-runs.ts resumes a run that repeats another; rows come in any order. */
function fromRecord(
  record: ReadonlyMap<string, { told: StepOutput; position: number }>,
  turn: number,
): Resume | never {
  const rows = [...record].map(([key, row]) => ({ key, ...row }));
  const mixed = turn % 2 === 0 ? rows : rows.toReversed();
  return {
    done: Object.fromEntries(mixed.map(({ key, told }) => [key, told])),
    loops: {},
    position: Math.max(0, ...mixed.map(({ position }) => position)),
  };
}
