import { weekdays } from '../../../../domain/business-time/calendar';
import type { Calendar } from '../../api/types';
import { myTimeZone } from '../../common/time-zone';

/** What the page of a calendar asks for. */
export type CalendarDraft = Pick<Calendar, 'name' | 'timeZone' | 'hours' | 'holidays'>;

/** A new one: weekdays from nine to five, by the clock of whoever adds it. */
export function draftOf(calendar: Calendar | null): CalendarDraft {
  if (calendar) {
    const { name, timeZone, hours, holidays } = calendar;
    return { name, timeZone, hours, holidays };
  }
  const hours = weekdays.map((weekday) => [weekday, isAtWeekend(weekday) ? [] : [usualHours]]);
  return {
    name: '',
    timeZone: myTimeZone(),
    hours: Object.fromEntries(hours) as Calendar['hours'],
    holidays: [],
  };
}

export const usualHours = { from: '09:00', to: '17:00' };

function isAtWeekend(weekday: string): boolean {
  return weekday === 'saturday' || weekday === 'sunday';
}

/** As the API takes it. */
export function fieldsOf(draft: CalendarDraft): CalendarDraft {
  const hours = Object.entries(draft.hours).map(([weekday, spans]) => [
    weekday,
    spans.map(({ from, to }) => ({ from: clockOf(from), to: clockOf(to) })),
  ]);
  return { ...draft, hours: Object.fromEntries(hours) as Calendar['hours'] };
}

/** What was typed as the API takes it: 9, 930 and 9.30 are times too. Anything else stays. */
export function clockOf(typed: string): string {
  const text = typed.trim();
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text) ?? [];
  return hour === undefined ? text : `${hour.padStart(2, '0')}:${minute}`;
}
