import { TemplateError } from './template-error';

export interface Helper {
  arguments: number;
  run(a: unknown, b: unknown): unknown;
  /** What is wrong with the second one, when it is written out; publishing asks. */
  wrong?(b: unknown): string | null;
}

/** Every helper that templates may call, besides `if`, `unless` and `each`. */
export const helpers = {
  /** `{{default assignee.name "nobody yet"}}`: the second when the first has no value. */
  default: { arguments: 2, run: (value, instead) => value ?? instead },
  upper: { arguments: 1, run: (value) => text(value, 'upper').toUpperCase() },
  lower: { arguments: 1, run: (value) => text(value, 'lower').toLowerCase() },
  /** `{{capitalize ticket.priority}}`: the first letter large. */
  capitalize: {
    arguments: 1,
    run: (value) => {
      const [first = '', ...rest] = text(value, 'capitalize');
      return first.toUpperCase() + rest.join('');
    },
  },
  /** `{{truncate ticket.title 60}}`: at most so many characters, the last of them "…" when cut. */
  truncate: {
    arguments: 2,
    run: (value, length) => {
      const wrong = wrongLength(length);
      if (wrong !== null) throw new TemplateError(`truncate: ${wrong}`);
      const characters = [...text(value, 'truncate')];
      if (characters.length <= Number(length)) return characters.join('');
      return `${characters.slice(0, Number(length) - 1).join('')}…`;
    },
    wrong: wrongLength,
  },
  /** `{{decimals ticket.fields.amount 2}}`: with so many digits after the point, as in 1234.50. */
  decimals: {
    arguments: 2,
    run: (value, digits) => {
      const wrong = wrongDigits(digits);
      if (wrong !== null) throw new TemplateError(`decimals: ${wrong}`);
      const given = text(value, 'decimals').trim();
      const number = given === '' ? NaN : Number(given);
      if (!Number.isFinite(number)) throw new TemplateError('decimals needs a number');
      return number.toFixed(Number(digits));
    },
    wrong: wrongDigits,
  },
  /** `{{date ticket.createdAt}}`: the day, UTC, as in 2026-11-23. */
  date: { arguments: 1, run: (value) => text(value, 'date').slice(0, 10) },
  /** `{{dateTime ticket.createdAt "Europe/Berlin"}}`: as in 2026-11-23 13:00. */
  dateTime: {
    arguments: 2,
    run: (value, zone) => {
      const wrong = wrongZone(zone);
      if (wrong !== null) throw new TemplateError(`dateTime: ${wrong}`);
      const at = new Date(text(value, 'dateTime'));
      if (Number.isNaN(at.getTime())) throw new TemplateError('dateTime needs a moment');
      // Swedish writes years first, as ISO 8601 does.
      return new Intl.DateTimeFormat('sv-SE', {
        dateStyle: 'short',
        timeStyle: 'short',
        timeZone: zone as string,
      }).format(at);
    },
    wrong: wrongZone,
  },
  /** `{{join ticket.tags ", "}}` */
  join: {
    arguments: 2,
    run: (list, between) => {
      if (!Array.isArray(list)) throw new TemplateError('join needs a list');
      return list.map(String).join(String(between));
    },
  },
  /** `{{#if (eq ticket.priority "urgent")}}` */
  eq: { arguments: 2, run: (a, b) => a === b },
} as const satisfies Record<string, Helper>;

export const helperNames = Object.keys(helpers) as (keyof typeof helpers)[];

export const blockHelpers = ['if', 'unless', 'each'] as const;

function text(value: unknown, helper: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(`a variable that "${helper}" needs has no value`);
}

function wrongLength(length: unknown): string | null {
  const good = Number.isInteger(length) && Number(length) >= 1 && Number(length) <= 20_000;
  return good ? null : 'write how many characters at most, as in 60';
}

function wrongDigits(digits: unknown): string | null {
  const good = Number.isInteger(digits) && Number(digits) >= 0 && Number(digits) <= 10;
  return good ? null : 'write how many digits stand after the point, 0 to 10';
}

function wrongZone(zone: unknown): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(zone) });
    return null;
  } catch {
    return `there is no time zone "${String(zone)}"; write one as in Europe/Berlin`;
  }
}
