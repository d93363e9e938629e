import { TemplateError } from '../../templates/template-error';
import { textMaxLength, type Budget } from './budget';
import { Duration, Moment, type WallTime } from './moment';
import { Pattern } from './pattern';
import { isIn } from './same';
import { isCelMap, typeOf, type CelValue } from './cel-value';

export interface CelFunction {
  /** With the value before the dot: `x.contains("a")` has two. */
  takes: { least: number; most: number };
  /** As people read it, with its sentence. */
  example: string;
  does: string;
  run(given: CelValue[], budget: Budget): CelValue;
}

const takes = (least: number, most = least) => ({ least, most });

/** Every function that an expression may call, as `f(x, …)` or as `x.f(…)`. */
export const celFunctions = {
  size: {
    takes: takes(1),
    example: 'size(ticket.tags)',
    does: 'how many characters, items or keys',
    run: ([of], budget) => {
      if (Array.isArray(of)) return of.length;
      if (isCelMap(of)) return Object.keys(of).length;
      const text = textOf(of, 'size', budget);
      return [...text].length;
    },
  },
  contains: {
    takes: takes(2),
    example: 'ticket.title.contains("refund")',
    does: 'a text in a text, or an item in a list',
    run: ([of, part], budget) => {
      if (!Array.isArray(of)) {
        return textOf(of, 'contains', budget).includes(textOf(part, 'contains', budget));
      }
      return isIn(part!, of, budget);
    },
  },
  startsWith: {
    takes: takes(2),
    example: 'ticket.title.startsWith("Re:")',
    does: 'whether a text begins so',
    run: ([of, part], budget) =>
      textOf(of, 'startsWith', budget).startsWith(textOf(part, 'startsWith', budget)),
  },
  endsWith: {
    takes: takes(2),
    example: 'requester.email.endsWith("@example.com")',
    does: 'whether a text ends so',
    run: ([of, part], budget) =>
      textOf(of, 'endsWith', budget).endsWith(textOf(part, 'endsWith', budget)),
  },
  matches: {
    takes: takes(2),
    example: 'ticket.title.matches("(?i)order #\\\\d+")',
    does: 'whether a pattern (RE2, without look-around) is in a text',
    run: ([of, pattern], budget) => {
      const text = textOf(of, 'matches', budget);
      return new Pattern(textOf(pattern, 'matches', budget), budget).isIn(text);
    },
  },
  lower: {
    takes: takes(1),
    example: 'lower(ticket.title)',
    does: 'in small letters',
    run: ([of], budget) => textOf(of, 'lower', budget).toLowerCase(),
  },
  upper: {
    takes: takes(1),
    example: 'upper(ticket.title)',
    does: 'in capitals',
    run: ([of], budget) => textOf(of, 'upper', budget).toUpperCase(),
  },
  trim: {
    takes: takes(1),
    example: 'trim(inputs.name)',
    does: 'without the space around it',
    run: ([of], budget) => textOf(of, 'trim', budget).trim(),
  },
  replace: {
    takes: takes(3),
    example: 'ticket.title.replace("Re: ", "")',
    does: 'every such part by another',
    run: ([of, part, by], budget) => {
      const pieces = textOf(of, 'replace', budget).split(textOf(part, 'replace', budget));
      return joined(pieces, textOf(by, 'replace', budget), budget);
    },
  },
  split: {
    takes: takes(2),
    example: 'inputs.emails.split(",")',
    does: 'a list of the parts between',
    run: ([of, between], budget) => {
      const pieces = textOf(of, 'split', budget).split(textOf(between, 'split', budget));
      budget.spend(pieces.length);
      return pieces;
    },
  },
  join: {
    takes: takes(2),
    example: 'ticket.tags.join(", ")',
    does: 'one text of a list of texts',
    run: ([of, between], budget) => {
      const pieces = listOf(of, 'join').map((one) => textOf(one, 'join', budget));
      return joined(pieces, textOf(between, 'join', budget), budget);
    },
  },
  substring: {
    takes: takes(2, 3),
    example: 'ticket.title.substring(0, 20)',
    does: 'from one place to before another, counted from 0',
    run: ([of, from, to], budget) => {
      const characters = [...textOf(of, 'substring', budget)];
      const start = numberOf(from, 'substring');
      const end = to === undefined ? characters.length : numberOf(to, 'substring');
      return characters.slice(Math.max(0, start), Math.max(0, end)).join('');
    },
  },
  string: {
    takes: takes(1),
    example: 'string(ticket.number)',
    does: 'a number, a moment or true and false as text',
    run: ([of]) => {
      const isPlain = typeof of === 'number' || typeof of === 'boolean' || typeof of === 'string';
      if (isPlain || of instanceof Moment || of instanceof Duration) return String(of);
      throw wrongType('string', 'a number, a text, a moment or true or false', of);
    },
  },
  double: {
    takes: takes(1),
    example: 'double(inputs.amount)',
    does: 'a number from its text',
    run: ([of], budget) => readNumber(of, 'double', budget),
  },
  int: {
    takes: takes(1),
    example: 'int(9.7)',
    does: 'a number or its text, without what is after the point',
    run: ([of], budget) => Math.trunc(readNumber(of, 'int', budget)),
  },
  round: {
    takes: takes(1),
    example: 'round(ticket.fields.amount)',
    does: 'the nearest whole number',
    run: ([of]) => Math.round(numberOf(of, 'round')),
  },
  min: {
    takes: takes(1, 10),
    example: 'min(vars.count, 5)',
    does: 'the least of numbers, or of a list of them',
    run: (given, budget) => Math.min(...numbersOf(given, 'min', budget)),
  },
  max: {
    takes: takes(1, 10),
    example: 'max(vars.count, 1)',
    does: 'the greatest of numbers, or of a list of them',
    run: (given, budget) => Math.max(...numbersOf(given, 'max', budget)),
  },
  timestamp: {
    takes: takes(1),
    example: 'timestamp(ticket.createdAt)',
    does: 'a moment from its text, to count with',
    run: ([of], budget) =>
      of instanceof Moment ? of : Moment.read(textOf(of, 'timestamp', budget)),
  },
  duration: {
    takes: takes(1),
    example: 'timestamp(now) - duration("3d")',
    does: 'a length of time, as in 45s, 1h30m or 3d',
    run: ([of], budget) =>
      of instanceof Duration ? of : Duration.read(textOf(of, 'duration', budget)),
  },
  getFullYear: partOfMoment('getFullYear', 'the year', ({ year }) => year),
  getMonth: partOfMoment('getMonth', 'the month, January is 0', ({ month }) => month),
  getDate: partOfMoment('getDate', 'the day of the month', ({ day }) => day),
  getDayOfWeek: partOfMoment('getDayOfWeek', 'the weekday, Sunday is 0', ({ weekday }) => weekday),
  getHours: partOfMoment('getHours', 'the hour; of a duration all its hours', ({ hour }) => hour, {
    unitMs: 3_600_000,
  }),
  getMinutes: partOfMoment(
    'getMinutes',
    'the minute; of a duration all its minutes',
    ({ minute }) => minute,
    { unitMs: 60_000 },
  ),
  getSeconds: partOfMoment(
    'getSeconds',
    'the second; of a duration all its seconds',
    ({ second }) => second,
    { unitMs: 1_000 },
  ),
} as const satisfies Record<string, CelFunction>;

export const celFunctionNames = Object.keys(celFunctions) as (keyof typeof celFunctions)[];

export function findCelFunction(name: string): CelFunction | null {
  return Object.hasOwn(celFunctions, name) ? celFunctions[name as keyof typeof celFunctions] : null;
}

function partOfMoment(
  name: string,
  does: string,
  part: (time: WallTime) => number,
  ofDuration?: { unitMs: number },
): CelFunction {
  return {
    takes: takes(1, 2),
    example: `timestamp(now).${name}("Europe/Berlin")`,
    does: `${does}, in a time zone or UTC`,
    run: ([of, zone], budget) => {
      // Time zones are the dearest thing that an expression can ask for.
      budget.spend(500);
      if (of instanceof Duration && ofDuration) return Math.trunc(of.ms / ofDuration.unitMs);
      if (!(of instanceof Moment)) throw wrongType(name, 'a moment: timestamp(…)', of);
      return part(of.inZone(zone === undefined ? 'UTC' : textOf(zone, name, budget)));
    },
  };
}

/** Its length is known before it is made. */
function joined(pieces: readonly string[], between: string, budget: Budget): string {
  const length = pieces.reduce((sum, one) => sum + one.length + between.length, 0);
  if (length > textMaxLength) throw new TemplateError('the text became too long');
  budget.spend(pieces.length, length);
  return pieces.join(between);
}

function readNumber(of: CelValue | undefined, name: string, budget: Budget): number {
  if (typeof of === 'number') return of;
  const text = textOf(of, name, budget).trim();
  const number = text === '' ? NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new TemplateError(`"${text.slice(0, 40)}" is no number`);
}

function textOf(value: CelValue | undefined, name: string, budget: Budget): string {
  if (typeof value !== 'string') throw wrongType(name, 'a text', value);
  budget.spend(0, value.length);
  return value;
}

function listOf(value: CelValue | undefined, name: string): readonly CelValue[] {
  if (Array.isArray(value)) return value as readonly CelValue[];
  throw wrongType(name, 'a list', value);
}

function numberOf(value: CelValue | undefined, name: string): number {
  if (typeof value === 'number') return value;
  throw wrongType(name, 'a number', value);
}

function numbersOf(given: CelValue[], name: string, budget: Budget): number[] {
  const [only] = given;
  const list = given.length === 1 && Array.isArray(only) ? listOf(only, name) : given;
  budget.spend(list.length);
  if (list.length === 0 || list.length > 10_000) {
    throw new TemplateError(`${name}() needs some numbers, at most 10,000`);
  }
  return list.map((one) => numberOf(one, name));
}

function wrongType(name: string, wanted: string, value: CelValue | undefined): TemplateError {
  return new TemplateError(`${name}() takes ${wanted}, not ${typeOf(value)}`);
}
