import { isTimeZone, stretchesOfDay } from '../../domain/business-time/time-zone';

/** The moments of a schedule as cron(8) writes them: each field as the values that it allows. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  /** From 1 to 12. */
  months: readonly number[];
  /** From 0, Sunday, to 6. */
  weekdays: readonly number[];
  /** Where a day of the month and of the week are both named, one of them is enough: cron(8). */
  eitherDay: boolean;
}

/**
 * Reads `minute hour day month weekday`: values, ranges, lists and steps (`0 9-17/2 * * 1,5`), months
 * and weekdays also by name (`jan`, `mon`), Sunday as 0 or 7. Answers what is wrong as a sentence.
 */
export function parseCron(text: string): { cron: Cron } | { problem: string } {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return {
      problem: `has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'}; write five: minute, hour, day, month and weekday, as in 0 9 * * 1`,
    };
  }
  const values: number[][] = [];
  for (const [index, field] of fields.entries()) {
    const read = parseField(parts[index]!, field);
    if (typeof read === 'string') return { problem: read };
    values.push(read);
  }
  const [minutes, hours, days, months, weekdays] = values as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const cron: Cron = {
    ...{ minutes, hours, days, months },
    weekdays: sorted(weekdays.map((day) => day % 7)),
    eitherDay: !parts[2]!.startsWith('*') && !parts[4]!.startsWith('*'),
  };
  if (!hasDay(cron)) return { problem: 'names a day that no month has; it would never come' };
  return { cron };
}

/** What is wrong with a schedule, or null. */
export function scheduleProblem(text: string, timeZone: string): string | null {
  const read = parseCron(text);
  if ('problem' in read) return `"${text}" ${read.problem}`;
  if (isTimeZone(timeZone)) return null;
  return `there is no time zone "${timeZone}"; write one as in Europe/Berlin`;
}

/**
 * The next moments after `from` (epoch ms) in a schedule that is right, at most `count`. A time of day
 * that clocks jump over does not come on that day; one that they show twice comes once, the first time.
 */
export function nextTimes(text: string, timeZone: string, from: number, count: number): number[] {
  const read = parseCron(text);
  if ('problem' in read) return [];
  const found: number[] = [];
  const firstDay = Math.floor(from / dayMs);
  let latestLocal = localBefore(timeZone, from);
  for (let day = firstDay; day <= firstDay + mostDays && found.length < count; day += 1) {
    for (const { from: begin, to, offset } of stretchesOfDay(timeZone, day)) {
      const first = Math.max(begin, from + 1) + offset;
      for (const local of localTimes(read.cron, Math.max(first, latestLocal + 1), to + offset)) {
        found.push(local - offset);
      }
      latestLocal = Math.max(latestLocal, to - 1 + offset);
    }
  }
  return found.slice(0, count);
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** 29 February comes after eight years at the latest. */
const mostDays = 366 * 8 + 2;

/** The latest time of day that the clocks have shown by `from`, as if it were UTC. */
function localBefore(timeZone: string, from: number): number {
  let latest = -Infinity;
  const today = Math.floor(from / dayMs);
  for (const day of [today - 1, today]) {
    for (const { from: begin, to, offset } of stretchesOfDay(timeZone, day)) {
      if (begin <= from) latest = Math.max(latest, Math.min(to - 1, from) + offset);
    }
  }
  return latest;
}

/** Those from `first` on and before `end`, as clocks show them, as if they were UTC. */
function localTimes(cron: Cron, first: number, end: number): number[] {
  const times: number[] = [];
  for (let day = Math.floor(first / dayMs); day * dayMs < end; day += 1) {
    if (!isOnDay(cron, new Date(day * dayMs))) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const time = day * dayMs + (hour * 60 + minute) * minuteMs;
        if (time >= first && time < end) times.push(time);
      }
    }
  }
  return times;
}

function isOnDay(cron: Cron, day: Date): boolean {
  if (!cron.months.includes(day.getUTCMonth() + 1)) return false;
  const ofMonth = cron.days.includes(day.getUTCDate());
  const ofWeek = cron.weekdays.includes(day.getUTCDay());
  return cron.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

function hasDay({ days, months, eitherDay }: Cron): boolean {
  return eitherDay || months.some((month) => days[0]! <= longestMonths[month - 1]!);
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const weekdayNames = 'sun mon tue wed thu fri sat'.split(' ');

interface Field {
  title: string;
  from: number;
  to: number;
  /** Names of the values from `from` on. */
  names: readonly string[];
}

const fields: readonly Field[] = [
  { title: 'minute', from: 0, to: 59, names: [] },
  { title: 'hour', from: 0, to: 23, names: [] },
  { title: 'day', from: 1, to: 31, names: [] },
  { title: 'month', from: 1, to: 12, names: monthNames },
  { title: 'weekday', from: 0, to: 7, names: weekdayNames },
];

/** The values of a field, or what is wrong with it. */
function parseField(text: string, field: Field): number[] | string {
  const values: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\*|([a-z]+|\d+)(?:-([a-z]+|\d+))?)(?:\/(\d+))?$/i.exec(part);
    if (!match) return wrongPart(part, field);
    const [, whole, low, high, step] = match;
    const all = whole === '*';
    const first = all ? field.from : valueOf(low!, field);
    // A step without an end goes on to the last: `5/10` is 5, 15, 25 …
    const last = all || (step && !high) ? lastOf(field) : valueOf(high ?? low!, field);
    const by = step === undefined ? 1 : Number(step);
    if (first === null || last === null || first > last || by < 1) return wrongPart(part, field);
    for (let value = first; value <= last; value += by) values.push(value);
  }
  return sorted(values);
}

/** Seven is another word for Sunday, and none of the days that a star stands for. */
function lastOf({ to, title }: Field): number {
  return title === 'weekday' ? to - 1 : to;
}

function valueOf(text: string, { from, to, names }: Field): number | null {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : null;
}

function wrongPart(part: string, { title, from, to, names }: Field): string {
  const orNames = names.length > 0 ? ` or names as in ${names[1]!}` : '';
  return `has no such ${title} as "${part}"; write numbers from ${from} to ${to}${orNames}, *, ranges, lists or steps`;
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
