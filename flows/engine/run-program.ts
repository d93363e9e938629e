// Loaded by workflows: what a run does next must be the same at every replay.
import type {
  ActionStep,
  ApproveStep,
  BatchStep,
  CallStep,
  ForStep,
  IfStep,
  Program,
  SetStep,
  Step,
  StepOutput,
  StopStep,
  SwitchStep,
  WaitStep,
} from './definition';
import { isFailed, isPassed, stepKey, stepsAfter, type Done } from './progress';
import { bodySteps, hasStep, listsOf } from './tree';

/** A step at the moment when it is reached. */
export interface StepAt {
  stepId: string;
  /** Which time round in the loops about it; 0 outside of any. */
  iteration: number;
  /** The how-manieth step of the run this is, from 1. */
  position: number;
  /** Nothing follows: the run is completed together with this step. */
  last: boolean;
}

/** Where a run goes on: what it need not do again, and how far its loops had come. */
export interface Resume {
  /** By step key, `<id>/<iteration>`. */
  done: Record<string, Done>;
  /** The next item of each loop that is under way, by step key. */
  loops: Record<string, number>;
  position: number;
  /** Go straight to these steps and pass by whatever stands before them. */
  at?: string[];
  /**
   * How the run went straight to such steps before, by step key: by which of a step's lists, or
   * `passedBy`. What another version has put there since then is not done later either.
   */
  ways?: Record<string, number>;
}

const passedBy = -1;

export type RunEnd = { outcome: string | null; toldWithLastStep: boolean };

/**
 * How a run reaches the world. A port that fails throws; `failureOf` answers the code of a failure
 * that belongs to the step, and null for anything that must end the run as it is (a cancellation).
 */
export interface RunPorts {
  act(step: ActionStep, at: StepAt): Promise<StepOutput>;
  /** Does some of the steps, in order, until one fails; `failed` is the code of that one. */
  actTogether(
    steps: ActionStep[],
    at: StepAt,
  ): Promise<{ outputs: StepOutput[]; failed: string | null }>;
  decide(step: IfStep, at: StepAt, outputs: Outputs): Promise<'then' | 'else'>;
  /** Which case, or null: none of them. */
  choose(step: SwitchStep, at: StepAt): Promise<number | null>;
  /** How many items there are. */
  beginLoop(step: ForStep, at: StepAt): Promise<number>;
  wait(step: WaitStep, at: StepAt): Promise<StepOutput>;
  approve(step: ApproveStep, at: StepAt): Promise<StepOutput>;
  call(step: CallStep, at: StepAt): Promise<StepOutput>;
  set(step: SetStep, at: StepAt): Promise<void>;
  stop(step: StopStep, at: StepAt): void;
  /** A step was given up, and the run goes on or ends by it. */
  failed(step: Step, at: StepAt, code: string): void;
  /** A step that waited was ended by another branch. */
  left(step: Pick<StepAt, 'stepId' | 'iteration'>): void;
  failureOf(error: unknown): string | null;
  /** Runs branches beside each other. The first that answers `ended` or, with `any`, the first at all, ends the others. */
  beside(branches: (() => Promise<Flowing>)[], until: 'all' | 'any'): Promise<Flowing>;
  /** A moment when nothing else is under way: a long run may begin anew here and never come back. */
  mayBeginAnew(state: Resume): Promise<void>;
}

export type Outputs = Readonly<Record<string, StepOutput>>;

/** `on`: the next step follows. Otherwise the run is over. */
export type Flowing = 'on' | { ended: RunEnd };

interface Scope {
  iteration: number;
  /** Nothing follows after this list. */
  tail: boolean;
  parallel: boolean;
}

/**
 * A run's way through its program by its ports: which step comes next, what a failure leads to, when
 * it is over. Knows no clock and no world, so that it goes in a workflow and in tests alike.
 */
export class ProgramRun {
  private toldWithLastStep = false;
  readonly done: Map<string, Done>;
  readonly loops: Map<string, number>;
  private readonly outputs: Record<string, StepOutput> = {};
  private readonly ways: Map<string, number>;
  private readonly at: Set<string>;
  /** The steps that wait now, by step key. */
  private readonly waiting = new Map<string, { id: string; iteration: number }>();
  /** How many steps are under way and do not wait. */
  private acting = 0;
  private position: number;

  constructor(
    private readonly program: Program,
    private readonly ports: RunPorts,
    resume: Resume = { done: {}, loops: {}, position: 0 },
  ) {
    this.done = new Map(Object.entries(resume.done));
    this.loops = new Map(Object.entries(resume.loops));
    this.position = resume.position;
    this.at = new Set(resume.at);
    this.ways = new Map(Object.entries(resume.ways ?? {}));
  }

  /** Goes to the end. Throws what ends the run as failed or cancelled. */
  async walk(): Promise<RunEnd> {
    const flowing = await this.list(this.program.steps, {
      iteration: 0,
      tail: true,
      parallel: false,
    });
    return flowing === 'on'
      ? { outcome: null, toldWithLastStep: this.toldWithLastStep }
      : flowing.ended;
  }

  /** True while nothing is under way but waits. */
  onlyWaits(): boolean {
    return this.acting === 0 && this.waiting.size > 0;
  }

  /** All that another walk needs to go on from here, at the steps that wait now if there are any. */
  state(): Resume {
    const at = [...this.waiting.values()].map(({ id }) => id);
    return {
      done: Object.fromEntries(this.done),
      loops: Object.fromEntries(this.loops),
      position: this.position,
      ...(at.length > 0 ? { at } : {}),
      ...(this.ways.size > 0 ? { ways: Object.fromEntries(this.ways) } : {}),
    };
  }

  private async list(steps: readonly Step[], scope: Scope): Promise<Flowing> {
    const first = Math.max(
      0,
      steps.findIndex((step) => this.leadsToWaiting(step)),
    );
    for (const [index, step] of steps.entries()) {
      if (index < first) this.passBy(step, scope);
      if (this.isPassedBy(step, scope)) {
        this.recall([step], scope);
        continue;
      }
      const tail = scope.tail && index === steps.length - 1;
      const flowing = await this.step(step, { ...scope, tail });
      if (flowing !== 'on') return flowing;
    }
    return 'on';
  }

  private step(step: Step, scope: Scope): Promise<Flowing> {
    switch (step.kind) {
      case 'action':
        return this.action(step, scope);
      case 'batch':
        return this.batch(step, scope);
      case 'if':
        return this.condition(step, scope);
      case 'switch':
        return this.choice(step, scope);
      case 'for':
        return this.loop(step, scope);
      case 'wait':
        return this.wait(step, scope);
      case 'approve':
        return this.approval(step, scope);
      case 'call':
        return this.call(step, scope);
      case 'parallel':
        return this.parallel(step, scope);
      case 'set':
        return this.set(step, scope);
      case 'stop':
        return this.stop(step, scope);
    }
  }

  private async action(step: ActionStep, scope: Scope): Promise<Flowing> {
    const last = scope.tail && step.onError !== 'branch' && !this.program.endsApart;
    return this.attempt(step, { ...scope, tail: last }, (at) =>
      this.whileActing(() => this.ports.act(step, at)),
    );
  }

  private async call(step: CallStep, scope: Scope): Promise<Flowing> {
    return this.attempt(step, { ...scope, tail: false }, (at) =>
      this.waitingAt(at, () => this.ports.call(step, at)),
    );
  }

  /** Does what may fail, and what its failure leads to. */
  private async attempt(
    step: ActionStep | CallStep,
    scope: Scope,
    work: (at: StepAt) => Promise<StepOutput>,
  ): Promise<Flowing> {
    let done = this.doneBefore(step.id, scope);
    const way = this.wayInto(step, scope);
    if (way) return this.list(way, scope);
    if (!done) {
      const at = this.reach(step.id, scope);
      try {
        done = await work(at);
        this.toldWithLastStep = at.last;
      } catch (error) {
        const code = this.ports.failureOf(error);
        if (code === null) throw error;
        this.ports.failed(step, at, code);
        if (step.onError === 'stop') throw error;
        done = { $failed: code };
      }
      this.finish(step.id, scope, done);
    }
    return this.list(stepsAfter(step, done), scope);
  }

  private async batch({ steps }: BatchStep, scope: Scope): Promise<Flowing> {
    let left = steps.filter(
      (step) => !this.doneBefore(step.id, scope) && !this.isPassedBy(step, scope),
    );
    // Each has its position from the start: other branches may go on meanwhile.
    let position = this.position + 1;
    this.position += left.length;
    const last = scope.tail && !this.program.endsApart;
    const { iteration } = scope;
    while (left.length > 0) {
      const at = { stepId: left[0]!.id, iteration, position, last };
      const { outputs, failed } = await this.whileActing(() => this.ports.actTogether(left, at));
      outputs.forEach((output, index) => this.finish(left[index]!.id, scope, output));
      if (failed === null) {
        this.toldWithLastStep = last;
        return 'on';
      }
      const broken = left[outputs.length]!;
      position += outputs.length;
      this.ports.failed(broken, { ...at, stepId: broken.id, position }, failed);
      if (broken.onError === 'stop') throw new StepFailed(failed);
      this.finish(broken.id, scope, { $failed: failed });
      position += 1;
      left = left.slice(outputs.length + 1);
    }
    return 'on';
  }

  private async condition(step: IfStep, scope: Scope): Promise<Flowing> {
    return this.inside(step, scope, async (at) => ({
      branch: await this.whileActing(() => this.ports.decide(step, at, this.outputs)),
    }));
  }

  private async choice(step: SwitchStep, scope: Scope): Promise<Flowing> {
    return this.inside(step, scope, async (at) => ({
      case: await this.whileActing(() => this.ports.choose(step, at)),
    }));
  }

  private async loop(step: ForStep, scope: Scope): Promise<Flowing> {
    const key = stepKey(step.id, scope.iteration);
    let known = this.doneBefore(step.id, scope);
    if (!known || isFailed(known)) {
      known = { count: await this.acts(step, scope, (at) => this.ports.beginLoop(step, at)) };
      this.finish(step.id, scope, known);
    }
    const count = Number(known['count']);
    const body = bodySteps(step.steps);
    for (let index = this.loops.get(key) ?? 0; index < count; index += 1) {
      this.loops.set(key, index);
      // What a step answered the time before says nothing about this time.
      for (const id of body) delete this.outputs[id];
      const inner = { iteration: scope.iteration * step.max + index, tail: false };
      const flowing = await this.list(step.steps, { ...scope, ...inner });
      if (flowing !== 'on') return flowing;
      for (const id of body) this.forget(id, inner.iteration);
      this.loops.set(key, index + 1);
      if (!scope.parallel) await this.ports.mayBeginAnew(this.state());
    }
    return 'on';
  }

  private async wait(step: WaitStep, scope: Scope): Promise<Flowing> {
    return this.inside(step, scope, (at) => this.waitingAt(at, () => this.ports.wait(step, at)));
  }

  private async approval(step: ApproveStep, scope: Scope): Promise<Flowing> {
    return this.inside(step, scope, (at) => this.waitingAt(at, () => this.ports.approve(step, at)));
  }

  private async parallel(
    { branches, until }: Extract<Step, { kind: 'parallel' }>,
    scope: Scope,
  ): Promise<Flowing> {
    const inner = { ...scope, tail: false, parallel: true };
    const waiting = branches.filter((steps) => steps.some((step) => this.leadsToWaiting(step)));
    const under = waiting.length > 0 ? waiting : branches;
    const isOver = until === 'any' && waiting.length === 0 && this.isPassed(branches, scope);
    for (const steps of branches) {
      if (under.includes(steps) && !isOver) continue;
      steps.forEach((step) => this.passBy(step, scope));
      this.recall(steps, scope);
    }
    if (isOver) return 'on';
    const flowing = await this.ports.beside(
      under.map((steps) => () => this.list(steps, inner)),
      until,
    );
    this.leave(branches.flatMap(bodySteps));
    return flowing;
  }

  private async set(step: SetStep, scope: Scope): Promise<Flowing> {
    if (this.doneBefore(step.id, scope)) return 'on';
    await this.acts(step, scope, (at) => this.ports.set(step, at));
    this.finish(step.id, scope, {});
    return 'on';
  }

  private async stop(step: StopStep, scope: Scope): Promise<Flowing> {
    this.ports.stop(step, this.reach(step.id, scope));
    return { ended: { outcome: step.outcome ?? null, toldWithLastStep: false } };
  }

  /** Finds out which of a step's lists is to be gone through, and goes through it. */
  private async inside(
    step: IfStep | SwitchStep | WaitStep | ApproveStep,
    scope: Scope,
    work: (at: StepAt) => Promise<StepOutput>,
  ): Promise<Flowing> {
    let done = this.doneBefore(step.id, scope);
    const way = this.wayInto(step, scope);
    if (way) return this.list(way, scope);
    if (!done || isFailed(done)) {
      const at = this.reach(step.id, { ...scope, tail: false });
      done = await this.orFail(step, at, () => work(at));
      this.finish(step.id, scope, done);
    }
    return this.list(stepsAfter(step, done), scope);
  }

  /** Does a step that is not allowed to fail. */
  private acts<T>(step: Step, scope: Scope, work: (at: StepAt) => Promise<T>): Promise<T> {
    const at = this.reach(step.id, { ...scope, tail: false });
    return this.orFail(step, at, () => this.whileActing(() => work(at)));
  }

  private async orFail<T>(step: Step, at: StepAt, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const code = this.ports.failureOf(error);
      if (code !== null) this.ports.failed(step, at, code);
      throw error;
    }
  }

  private async whileActing<T>(work: () => Promise<T>): Promise<T> {
    this.acting += 1;
    try {
      return await work();
    } finally {
      this.acting -= 1;
    }
  }

  /** Keeps in mind that the run waits here, until it no longer does or is taken from there. */
  private async waitingAt(at: StepAt, work: () => Promise<StepOutput>): Promise<StepOutput> {
    const key = stepKey(at.stepId, at.iteration);
    this.at.delete(at.stepId);
    this.waiting.set(key, { id: at.stepId, iteration: at.iteration });
    try {
      const output = await work();
      this.waiting.delete(key);
      return output;
    } catch (error) {
      if (this.ports.failureOf(error) !== null) this.waiting.delete(key);
      throw error;
    }
  }

  /** Waits in branches that were ended are over. */
  private leave(ids: readonly string[]): void {
    for (const [key, { id, iteration }] of this.waiting) {
      if (!ids.includes(id)) continue;
      this.waiting.delete(key);
      this.ports.left({ stepId: id, iteration });
    }
  }

  private reach(stepId: string, { iteration, tail }: Scope): StepAt {
    this.position += 1;
    return { stepId, iteration, position: this.position, last: tail };
  }

  private doneBefore(id: string, { iteration }: Scope): Done | undefined {
    const done = this.done.get(stepKey(id, iteration));
    if (done && !isFailed(done)) this.outputs[id] = done;
    return done;
  }

  /** Steps that are passed by: later ones may ask what they answered. */
  private recall(steps: readonly Step[], scope: Scope): void {
    for (const id of bodySteps(steps)) this.doneBefore(id, scope);
  }

  /** One of these branches is through, and so ended the others. */
  private isPassed(branches: readonly Step[][], { iteration }: Scope): boolean {
    return branches.some((steps) => isPassed(steps, iteration, this));
  }

  private finish(id: string, { iteration }: Scope, done: Done): void {
    this.done.set(stepKey(id, iteration), done);
    if (!isFailed(done)) this.outputs[id] = done;
  }

  /** A step of a loop's body, once that time round is over. */
  private forget(id: string, iteration: number): void {
    this.done.delete(stepKey(id, iteration));
    this.loops.delete(stepKey(id, iteration));
    this.ways.delete(stepKey(id, iteration));
    delete this.outputs[id];
  }

  /** The list in a step by which the run goes, or went, straight to where it waits. */
  private wayInto(step: Step, { iteration }: Scope): readonly Step[] | undefined {
    const key = stepKey(step.id, iteration);
    const lists = listsOf(step);
    const found = lists.findIndex((steps) => steps.some((one) => this.leadsToWaiting(one)));
    if (found >= 0) this.ways.set(key, found);
    return lists[this.ways.get(key) ?? passedBy];
  }

  private passBy(step: Step, { iteration }: Scope): void {
    const passed = step.kind === 'batch' ? step.steps : [step];
    for (const { id } of passed) this.ways.set(stepKey(id, iteration), passedBy);
  }

  private isPassedBy(step: Step, { iteration }: Scope): boolean {
    if (step.kind === 'batch' || this.leadsToWaiting(step)) return false;
    return this.ways.get(stepKey(step.id, iteration)) === passedBy;
  }

  private leadsToWaiting(step: Step): boolean {
    if (this.at.size === 0) return false;
    return [...this.at].some(
      (id) => step.id === id || listsOf(step).some((list) => hasStep(list, id)),
    );
  }
}

/** A step of several that were done together has failed for good. */
export class StepFailed extends Error {
  constructor(readonly code: string) {
    super(`a step failed: ${code}`);
  }
}
