import { locale } from './locale';

const units = [
  ['year', 365 * 24 * 3_600_000],
  ['month', 30 * 24 * 3_600_000],
  ['day', 24 * 3_600_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "5 min ago", or short "5m"; a moment in the future reads "in 5 min". Times in epoch ms. */
export function ageOf(at: number, now: number, short = false): string {
  const past = now - at;
  const words = locale() === 'de' ? german : english;
  const [unit, length] = units.find(([, ms]) => Math.abs(past) >= ms) ?? ['minute', 60_000];
  const count = Math.trunc(past / length);
  if (Math.abs(past) < 60_000) return short ? words.now : words.justNow;
  if (short) return `${Math.abs(count)}${words[unit]}`;
  return new Intl.RelativeTimeFormat(locale(), { style: 'short', numeric: 'always' }).format(
    -count,
    unit,
  );
}

// Shorter than what Intl knows, and "m" is not the month.
const english = {
  now: 'now',
  justNow: 'just now',
  year: 'y',
  month: 'mo',
  day: 'd',
  hour: 'h',
  minute: 'm',
};
const german: typeof english = {
  now: 'jetzt',
  justNow: 'gerade eben',
  year: ' J',
  month: ' Mon',
  day: ' T',
  hour: ' Std',
  minute: ' Min',
};
