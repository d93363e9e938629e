import type { Calendar } from './calendar';
import { openings, type Opening } from './openings';

/** Two years: what does not open or end until then never does. */
const longestLookMs = 731 * 86_400_000;

export function isOpenAt(calendar: Calendar, at: Date): boolean {
  return firstOf(openings(calendar, at.getTime(), at.getTime() + 1)) !== null;
}

/** The next moment at which it is open, `at` itself included; null when there is none in two years. */
export function nextOpening(calendar: Calendar, at: Date): Date | null {
  const opening = firstOf(openings(calendar, at.getTime(), at.getTime() + longestLookMs));
  return opening && new Date(opening.from);
}

/**
 * The earliest moment by which `ms` of business time have passed since `from`: an opening's end
 * rather than the next one's beginning, and `from` itself for nothing. Null when they do not pass
 * in two years.
 */
export function addBusinessTime(calendar: Calendar, from: Date, ms: number): Date | null {
  if (ms <= 0) return from;
  let left = ms;
  for (const opening of openings(calendar, from.getTime(), from.getTime() + longestLookMs)) {
    const length = opening.to - opening.from;
    if (left <= length) return new Date(opening.from + left);
    left -= length;
  }
  return null;
}

/** How long (ms) it is open between two moments; 0 when `to` is not after `from`. */
export function businessTimeBetween(calendar: Calendar, from: Date, to: Date): number {
  let sum = 0;
  for (const opening of openings(calendar, from.getTime(), to.getTime())) {
    sum += opening.to - opening.from;
  }
  return sum;
}

function firstOf(all: Generator<Opening>): Opening | null {
  const { value } = all.next();
  return value ?? null;
}
