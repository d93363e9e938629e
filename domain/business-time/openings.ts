import { clockMs, weekdays, type Calendar } from './calendar';
import { stretchesOfDay, type Stretch } from './time-zone';

const dayMs = 86_400_000;

/** A time (epoch ms, `to` excluded) in which a calendar is open. */
export interface Opening {
  from: number;
  to: number;
}

/**
 * The times between `from` and `until` in which a calendar is open, in order; neighbours may touch.
 * It is open exactly while the clock of its zone shows one of its hours: an hour that is shown
 * twice counts twice, one that is left out not at all.
 */
export function* openings(calendar: Calendar, from: number, until: number): Generator<Opening> {
  const timetable = timetableOf(calendar);
  for (let day = Math.floor(from / dayMs); day * dayMs < until; day += 1) {
    for (const stretch of stretchesOfDay(calendar.timeZone, day)) {
      yield* openingsWithin(timetable, {
        ...stretch,
        from: Math.max(stretch.from, from),
        to: Math.min(stretch.to, until),
      });
    }
  }
}

/** Hours as ms since 00:00, from Monday to Sunday; holidays as days since 1970. */
interface Timetable {
  hours: Opening[][];
  holidays: ReadonlySet<number>;
}

function timetableOf({ hours, holidays }: Calendar): Timetable {
  return {
    hours: weekdays.map((weekday) =>
      hours[weekday]
        .map(({ from, to }) => ({ from: clockMs(from), to: clockMs(to) }))
        .sort((one, other) => one.from - other.from),
    ),
    holidays: new Set(holidays.map(({ date }) => Date.parse(date) / dayMs)),
  };
}

/** While the offset stays, what the clocks show is a time line like UTC. */
function* openingsWithin(
  { hours, holidays }: Timetable,
  { from, to, offset }: Stretch,
): Generator<Opening> {
  for (let day = Math.floor((from + offset) / dayMs); day * dayMs < to + offset; day += 1) {
    if (holidays.has(day)) continue;
    const midnight = day * dayMs - offset;
    for (const open of hours[weekdayOf(day)]!) {
      const opening = {
        from: Math.max(from, midnight + open.from),
        to: Math.min(to, midnight + open.to),
      };
      if (opening.from < opening.to) yield opening;
    }
  }
}

/** 0 is Monday. 1970 began on a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
