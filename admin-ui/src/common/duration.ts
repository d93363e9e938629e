import { locale } from './locale';

/** Milliseconds as people read them: "62 ms", "4.2 s", "3 min", "2 d 4 h". */
export function durationInWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${oneDecimal(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`;
}

const written = { d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;

/** "48h" of a Flow document reads "48 hours", "1h30m" reads "1 hour, 30 minutes". */
export function writtenDurationInWords(text: string): string {
  const parts = [...text.matchAll(/(\d+)([dhms])/g)].map(([, count, unit]) =>
    new Intl.NumberFormat(locale(), {
      style: 'unit',
      unit: written[unit as keyof typeof written],
      unitDisplay: 'long',
    }).format(Number(count)),
  );
  return parts.join(', ') || text;
}

/** "4.2", or "4,2" where a comma stands there. */
export function oneDecimal(value: number): string {
  return new Intl.NumberFormat(locale(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}
