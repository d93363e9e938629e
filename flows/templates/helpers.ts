import { TemplateError } from './template-error';

/** Every helper that templates may call, besides `if`, `unless` and `each`. */
export const helpers = {
  /** `{{default assignee.name "nobody yet"}}`: the second when the first has no value. */
  default: { arguments: 2, run: (value: unknown, instead: unknown) => value ?? instead },
  upper: { arguments: 1, run: (value: unknown) => text(value, 'upper').toUpperCase() },
  lower: { arguments: 1, run: (value: unknown) => text(value, 'lower').toLowerCase() },
  /** `{{date ticket.createdAt}}`: the day, UTC, as in 2026-11-23. */
  date: { arguments: 1, run: (value: unknown) => text(value, 'date').slice(0, 10) },
  /** `{{join ticket.tags ", "}}` */
  join: {
    arguments: 2,
    run: (list: unknown, between: unknown) => {
      if (!Array.isArray(list)) throw new TemplateError('join needs a list');
      return list.map(String).join(String(between));
    },
  },
  /** `{{#if (eq ticket.priority "urgent")}}` */
  eq: { arguments: 2, run: (a: unknown, b: unknown) => a === b },
} as const satisfies Record<
  string,
  { arguments: number; run: (a: unknown, b: unknown) => unknown }
>;

export const helperNames = Object.keys(helpers) as (keyof typeof helpers)[];

export const blockHelpers = ['if', 'unless', 'each'] as const;

function text(value: unknown, helper: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(`a variable that "${helper}" needs has no value`);
}
