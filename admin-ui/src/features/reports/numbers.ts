import { locale } from '../../common/locale';

/** "1,204" as the reader writes it. */
export function inWords(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

/** "92 %" of a share from 0 to 1. */
export function shareInWords(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent' }).format(share);
}

/** A calendar day, "23 Nov" or with its weekday; it is no moment, so it has no zone. */
export function dayInWords(day: string, weekday = false): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(weekday ? { weekday: 'short', year: 'numeric' } : {}),
  }).format(Date.parse(`${day}T00:00:00Z`));
}
