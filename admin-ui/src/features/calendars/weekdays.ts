import { weekdays, type Weekday } from '../../../../domain/business-time/calendar';
import type { Calendar } from '../../api/types';
import { locale } from '../../common/locale';

/** "Monday", or "Mon". */
export function weekdayName(weekday: Weekday, length: 'long' | 'short' = 'long'): string {
  const format = new Intl.DateTimeFormat(locale(), { weekday: length, timeZone: 'UTC' });
  // 2024 began on a Monday.
  return format.format(Date.UTC(2024, 0, 1 + weekdays.indexOf(weekday)));
}

/** "Mon–Thu 09:00–17:00 · Fri 09:00–12:00, 13:00–15:00"; empty when it never opens. */
export function hoursInWords(hours: Calendar['hours']): string {
  const days = weekdays.map((weekday) => ({
    weekday,
    open: hours[weekday].map(({ from, to }) => `${from}–${to}`).join(', '),
  }));
  const starts = days.filter(({ open }, index) => index === 0 || days[index - 1]!.open !== open);
  return starts
    .filter(({ open }) => open !== '')
    .map((first) => {
      const next = starts[starts.indexOf(first) + 1];
      const last = days[(next ? days.indexOf(next) : days.length) - 1]!;
      const [from, to] = [first, last].map(({ weekday }) => weekdayName(weekday, 'short'));
      return `${from === to ? from : `${from}–${to}`} ${first.open}`;
    })
    .join(' · ');
}
