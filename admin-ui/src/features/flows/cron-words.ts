import type { TFunction } from 'i18next';
import { locale } from '../../common/locale';

const everyDay = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[-,][0-7])*)$/;

/**
 * "Mon, Thu 09:00" of `0 9 * * 1,4`: a time of day, on every day or some weekdays. Null for schedules
 * that are not so simple.
 */
export function cronInWords(cron: string, t: TFunction): string | null {
  const [, minute, hour, days] = everyDay.exec(cron.trim().replace(/\s+/g, ' ')) ?? [];
  if (minute === undefined || hour === undefined || days === undefined) return null;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (days === '*') return t('flow.begin.daily', { time });
  const named = days
    .split(',')
    .map((part) => part.split('-').map(weekday).join('–'))
    .join(', ');
  return `${named} ${time}`;
}

/** 0 and 7 are Sunday. */
function weekday(day: string): string {
  const sunday = Date.UTC(2026, 10, 22);
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(
    sunday + Number(day) * 86_400_000,
  );
}
