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
  const [unit, length] = units.find(([, ms]) => Math.abs(past) >= ms) ?? ['minute', 60_000];
  const count = Math.trunc(past / length);
  if (short) return Math.abs(past) < 60_000 ? 'now' : `${Math.abs(count)}${shortUnits[unit]}`;
  if (Math.abs(past) < 60_000) return 'just now';
  return new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'always' }).format(
    -count,
    unit,
  );
}

const shortUnits = { year: 'y', month: 'mo', day: 'd', hour: 'h', minute: 'm' };
