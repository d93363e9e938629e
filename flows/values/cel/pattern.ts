import { TemplateError } from '../../templates/template-error';
import type { Budget } from './budget';

/**
 * Regular expressions whose time grows with the text and the pattern only, never with what the
 * pattern makes of the text (Thompson 1968; RE2 does the same): all places of the pattern are
 * followed at once, and none is gone back to. No back references and no look-around, as in RE2.
 */
export class Pattern {
  private readonly program: readonly Instruction[];

  /** Throws `TemplateError` for what cannot be read. */
  constructor(
    source: string,
    private readonly budget: Budget,
  ) {
    budget.spend(source.length);
    const ignoresCase = source.startsWith('(?i)');
    const reader = new PatternReader(ignoresCase ? source.slice(4) : source, ignoresCase);
    const instructions: Instruction[] = [];
    emit(reader.read(), instructions, budget);
    this.program = [...instructions, { op: 'found' }];
    budget.spend(this.program.length);
  }

  /** Whether it is somewhere in the text. */
  isIn(text: string): boolean {
    const characters = [...text];
    const reached = new Int32Array(this.program.length).fill(-1);
    let places: number[] = [0];
    for (let at = 0; at <= characters.length; at += 1) {
      const around = { before: characters[at - 1], after: characters[at] };
      const here = this.follow(places, around, at, reached);
      this.budget.spendPart(here.length / 10);
      places = [0];
      for (const place of here) {
        const instruction = this.program[place]!;
        if (instruction.op === 'found') return true;
        if (instruction.op !== 'character' || around.after === undefined) continue;
        if (instruction.matches(around.after)) places.push(place + 1);
      }
    }
    return false;
  }

  /** Every place that is reached from these without a character; `reached` says when each last was. */
  private follow(from: number[], around: Around, at: number, reached: Int32Array): number[] {
    const open = from;
    const found: number[] = [];
    while (open.length > 0) {
      const place = open.pop()!;
      if (reached[place] === at) continue;
      reached[place] = at;
      found.push(place);
      const instruction = this.program[place]!;
      if (instruction.op === 'go') open.push(...instruction.to);
      if (instruction.op === 'edge' && instruction.holds(around)) open.push(place + 1);
    }
    return found;
  }
}

interface Around {
  before: string | undefined;
  after: string | undefined;
}

type Instruction =
  | { op: 'character'; matches: (character: string) => boolean }
  | { op: 'edge'; holds: (around: Around) => boolean }
  | { op: 'go'; to: number[] }
  | { op: 'found' };

type PatternNode =
  | { kind: 'one'; instruction: Instruction }
  | { kind: 'sequence'; parts: PatternNode[] }
  | { kind: 'either'; options: PatternNode[] }
  | { kind: 'repeat'; of: PatternNode; least: number; most: number };

const longestProgram = 1_000;

function emit(node: PatternNode, into: Instruction[], budget: Budget): void {
  budget.spend();
  if (into.length > longestProgram) throw new TemplateError('the pattern is too large');
  switch (node.kind) {
    case 'one':
      into.push(node.instruction);
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, into, budget);
      return;
    case 'either': {
      const split = { op: 'go' as const, to: [] as number[] };
      into.push(split);
      const ends = node.options.map((option) => {
        split.to.push(into.length);
        emit(option, into, budget);
        const end = { op: 'go' as const, to: [] as number[] };
        into.push(end);
        return end;
      });
      for (const end of ends) end.to.push(into.length);
      return;
    }
    case 'repeat': {
      const { of, least, most } = node;
      for (let count = 0; count < least; count += 1) emit(of, into, budget);
      if (most === Infinity) {
        const start = into.length;
        const split = { op: 'go' as const, to: [start + 1] };
        into.push(split);
        emit(of, into, budget);
        into.push({ op: 'go', to: [start] });
        split.to.push(into.length);
        return;
      }
      for (let count = least; count < most; count += 1) {
        const split = { op: 'go' as const, to: [into.length + 1] };
        into.push(split);
        emit(of, into, budget);
        split.to.push(into.length);
      }
    }
  }
}

type Matches = (character: string) => boolean;

const classes: Record<string, Matches> = {
  d: (character) => /^\d$/.test(character),
  w: (character) => /^\w$/.test(character),
  s: (character) => /^\s$/.test(character),
};

const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

const isWord = (character: string | undefined): boolean =>
  character !== undefined && classes['w']!(character);

const atWordEdge = ({ before, after }: Around): boolean => isWord(before) !== isWord(after);

class PatternReader {
  private readonly characters: string[];
  private at = 0;

  constructor(
    source: string,
    private readonly ignoresCase: boolean,
  ) {
    this.characters = [...source];
  }

  read(): PatternNode {
    const node = this.either();
    if (this.at < this.characters.length) throw new TemplateError('the pattern has a ) too many');
    return node;
  }

  private either(): PatternNode {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    return options.length === 1 ? options[0]! : { kind: 'either', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.characters.length && !this.sees('|') && !this.sees(')')) {
      parts.push(this.repeated());
    }
    return { kind: 'sequence', parts };
  }

  private repeated(): PatternNode {
    const of = this.one();
    const times = this.times();
    if (!times) return of;
    // Lazy or not, the same texts match.
    this.take('?');
    if (this.times()) throw new TemplateError('the pattern repeats what is repeated; add ( )');
    return { kind: 'repeat', of, ...times };
  }

  private times(): { least: number; most: number } | null {
    if (this.take('*')) return { least: 0, most: Infinity };
    if (this.take('+')) return { least: 1, most: Infinity };
    if (this.take('?')) return { least: 0, most: 1 };
    const braces = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(
      this.characters.slice(this.at, this.at + 10).join(''),
    );
    if (!braces) return null;
    this.at += braces[0].length;
    const least = Number(braces[1]);
    const bounded = braces[3] ? Number(braces[3]) : Infinity;
    const most = braces[2] === undefined ? least : bounded;
    if (most < least) throw new TemplateError('the pattern repeats from more to fewer times');
    return { least, most };
  }

  private one(): PatternNode {
    const character = this.next();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return this.matching(this.set());
      case '.':
        return this.matching((one) => one !== '\n');
      case '^':
        return this.edge(({ before }) => before === undefined);
      case '$':
        return this.edge(({ after }) => after === undefined);
      case '*':
      case '+':
      case '?':
        throw new TemplateError(`the pattern has nothing before "${character}"`);
      case '\\':
        if (this.take('b')) return this.edge(atWordEdge);
        if (this.take('B')) return this.edge((around) => !atWordEdge(around));
        return this.matching(this.escaped());
      default:
        return this.matching(this.literal(character));
    }
  }

  private group(): PatternNode {
    if (this.sees('?')) {
      this.next();
      if (!this.take(':')) throw new TemplateError('of (?…) the pattern can only have (?:…)');
    }
    const node = this.either();
    if (!this.take(')')) throw new TemplateError('the pattern lacks a )');
    return node;
  }

  private set(): Matches {
    const negated = this.take('^');
    const members: Matches[] = [];
    while (members.length === 0 || !this.sees(']')) members.push(this.setMember());
    this.next();
    return (character) => members.some((matches) => matches(character)) !== negated;
  }

  private setMember(): Matches {
    const first = this.next();
    if (first === '\\') return this.escaped();
    const isRange = this.sees('-') && ![']', undefined].includes(this.characters[this.at + 1]);
    if (!isRange) return this.literal(first);
    this.next();
    const last = this.next();
    if (last === '\\' || last < first) throw new TemplateError('the pattern has a wrong range');
    const within = (one: string): boolean => one >= first && one <= last;
    if (!this.ignoresCase) return within;
    return (one) => within(one.toLowerCase()) || within(one.toUpperCase());
  }

  private escaped(): Matches {
    const character = this.next();
    const known = classes[character.toLowerCase()];
    if (known && /[dws]/.test(character)) return known;
    if (known) return (one) => !known(one);
    if (Object.hasOwn(controls, character)) return this.literal(controls[character]!);
    if (/[a-zA-Z0-9]/.test(character)) {
      throw new TemplateError(`the pattern cannot have \\${character}`);
    }
    return this.literal(character);
  }

  private literal(character: string): Matches {
    if (!this.ignoresCase) return (one) => one === character;
    const lower = character.toLowerCase();
    return (one) => one.toLowerCase() === lower;
  }

  private matching(matches: Matches): PatternNode {
    return { kind: 'one', instruction: { op: 'character', matches } };
  }

  private edge(holds: (around: Around) => boolean): PatternNode {
    return { kind: 'one', instruction: { op: 'edge', holds } };
  }

  private sees(character: string): boolean {
    return this.characters[this.at] === character;
  }

  private take(character: string): boolean {
    if (!this.sees(character)) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const character = this.characters[this.at];
    if (character === undefined) throw new TemplateError('the pattern ends too early');
    this.at += 1;
    return character;
  }
}
