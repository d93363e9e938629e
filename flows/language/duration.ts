const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const pattern = /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/;
const longestMs = 366 * unitMs.d;

/** `48h`, `1h30m`, `3d`, `45s` in milliseconds; null when it is not one of at least a second and at most a year. */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const ms =
    Number(days) * unitMs.d +
    Number(hours) * unitMs.h +
    Number(minutes) * unitMs.m +
    Number(seconds) * unitMs.s;
  return ms >= unitMs.s && ms <= longestMs ? ms : null;
}

export const durationSentence =
  'is no duration; write days, hours, minutes or seconds as in 3d, 48h, 1h30m or 45s, at most a year';
