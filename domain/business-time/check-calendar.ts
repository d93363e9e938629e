import type { Problem } from '../domain-error';
import { clockMs, weekdays, type Calendar, type Holiday, type OpeningHours } from './calendar';
import { isTimeZone } from './time-zone';

/** What of a calendar may be changed; what is left out is not checked. */
export type CalendarSettings = {
  [F in 'timeZone' | 'hours' | 'holidays']?: Calendar[F] | undefined;
};

/** Everything impossible in a well-formed calendar, with paths like `hours.monday.1.from`. */
export function calendarProblems({ timeZone, hours, holidays }: CalendarSettings): Problem[] {
  return [
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [{ path: 'timeZone', message: 'there is no such time zone; write it as Europe/Berlin' }]),
    ...(hours
      ? weekdays.flatMap((weekday) => hoursProblems(hours[weekday], `hours.${weekday}`))
      : []),
    ...(holidays ? holidayProblems(holidays) : []),
  ];
}

function hoursProblems(hours: readonly OpeningHours[], under: string): Problem[] {
  return hours.flatMap(({ from, to }, index) => {
    if (clockMs(to) <= clockMs(from)) {
      const message = `this must be later than ${from}; hours past midnight go on the next day`;
      return [{ path: `${under}.${index}.to`, message }];
    }
    const overlapped = hours
      .slice(0, index)
      .find((one) => clockMs(one.from) < clockMs(to) && clockMs(from) < clockMs(one.to));
    if (!overlapped) return [];
    const message = `this overlaps ${overlapped.from} to ${overlapped.to}`;
    return [{ path: `${under}.${index}.from`, message }];
  });
}

function holidayProblems(holidays: readonly Holiday[]): Problem[] {
  return holidays.flatMap(({ date }, index) => {
    const first = holidays.findIndex((one) => one.date === date);
    if (first === index) return [];
    return [{ path: `holidays.${index}.date`, message: `${date} is in the list twice` }];
  });
}
