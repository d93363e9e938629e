import fc from 'fast-check';
import {
  addBusinessTime,
  businessTimeBetween,
  isOpenAt,
  nextOpening,
} from '../../../domain/business-time/business-time';
import { weekdays, type Calendar } from '../../../domain/business-time/calendar';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const closed = Object.fromEntries(weekdays.map((one) => [one, []])) as unknown as Calendar['hours'];

/** Monday to Friday, 09:00 to 17:00. */
function aCalendar(fields: Partial<Calendar> = {}): Calendar {
  const nineToFive = [{ from: '09:00', to: '17:00' }];
  const hours = {
    ...closed,
    ...Object.fromEntries(weekdays.slice(0, 5).map((one) => [one, nineToFive])),
  };
  return { id: '1', name: 'Office', timeZone: 'UTC', hours, holidays: [], ...fields };
}

function everyDay(from: string, to: string): Calendar['hours'] {
  return Object.fromEntries(
    weekdays.map((one) => [one, [{ from, to }]]),
  ) as unknown as Calendar['hours'];
}

const at = (iso: string): Date => new Date(iso);
const added = (calendar: Calendar, from: string, ms: number): string | undefined =>
  addBusinessTime(calendar, at(from), ms)?.toISOString();
const between = (calendar: Calendar, from: string, to: string): number =>
  businessTimeBetween(calendar, at(from), at(to)) / hour;

describe('business time', () => {
  test('passes over the evening, the weekend and a holiday', () => {
    const calendar = aCalendar({ holidays: [{ date: '2026-11-30', name: 'St Andrew' }] });
    expect(added(calendar, '2026-11-27T16:00:00Z', 2 * hour)).toBe('2026-12-01T10:00:00.000Z');
    expect(added(calendar, '2026-11-28T12:00:00Z', minute)).toBe('2026-12-01T09:01:00.000Z');
    expect(between(calendar, '2026-11-27T12:00:00Z', '2026-12-02T00:00:00Z')).toBe(13);
    expect(between(calendar, '2026-12-02T00:00:00Z', '2026-11-27T12:00:00Z')).toBe(0);
  });

  test('ends with an opening, and the next one begins at its first moment', () => {
    const calendar = aCalendar();
    expect(added(calendar, '2026-11-30T09:00:00Z', 8 * hour)).toBe('2026-11-30T17:00:00.000Z');
    expect(isOpenAt(calendar, at('2026-11-30T16:59:59.999Z'))).toBe(true);
    expect(isOpenAt(calendar, at('2026-11-30T17:00:00Z'))).toBe(false);
    expect(nextOpening(calendar, at('2026-11-30T17:00:00Z'))).toEqual(at('2026-12-01T09:00:00Z'));
    expect(nextOpening(calendar, at('2026-11-30T10:00:00Z'))).toEqual(at('2026-11-30T10:00:00Z'));
    expect(added(calendar, '2026-11-28T12:00:00Z', 0)).toBe('2026-11-28T12:00:00.000Z');
  });

  test('goes on over midnight where one day ends at 24:00 and the next begins at 00:00', () => {
    const calendar = aCalendar({ timeZone: 'Asia/Kathmandu', hours: everyDay('00:00', '24:00') });
    expect(added(calendar, '2026-11-30T01:02:03Z', 100 * hour)).toBe('2026-12-04T05:02:03.000Z');
  });

  test.each([
    // Clocks go from 02:00 to 03:00, and from 03:00 back to 02:00.
    ['Europe/Berlin', '2026-03-29', '00:00', '06:00', 5],
    ['Europe/Berlin', '2026-10-25', '00:00', '06:00', 7],
    ['Europe/Berlin', '2026-03-29', '02:00', '03:00', 0],
    ['Europe/Berlin', '2026-03-29', '02:30', '03:30', 0.5],
    ['Europe/Berlin', '2026-10-25', '02:15', '02:45', 1],
    ['America/New_York', '2026-03-08', '00:00', '24:00', 23],
    ['America/New_York', '2026-11-01', '00:00', '24:00', 25],
    // By half an hour.
    ['Australia/Lord_Howe', '2026-04-05', '00:00', '24:00', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', '00:00', '24:00', 23.5],
    ['Asia/Kolkata', '2026-10-25', '09:00', '17:30', 8.5],
    // At midnight: the day begins at 01:00.
    ['Africa/Cairo', '2026-04-24', '00:00', '02:00', 1],
    // A day that there was not.
    ['Pacific/Apia', '2011-12-30', '00:00', '24:00', 0],
  ])('in %s on %s from %s to %s is %d hours', (timeZone, date, from, to, expected) => {
    const weekday = weekdays[(at(date).getUTCDay() + 6) % 7]!;
    const calendar = aCalendar({ timeZone, hours: { ...closed, [weekday]: [{ from, to }] } });
    const noon = at(`${date}T12:00:00Z`).getTime();
    const sum = businessTimeBetween(calendar, new Date(noon - 2 * day), new Date(noon + 2 * day));
    expect(sum / hour).toBe(expected);
  });

  test('is counted by the clock of its zone: 09:00 in Berlin is another moment after the change', () => {
    const calendar = aCalendar({ timeZone: 'Europe/Berlin' });
    expect(added(calendar, '2026-10-23T14:00:00Z', 2 * hour)).toBe('2026-10-26T09:00:00.000Z');
    expect(nextOpening(calendar, at('2026-03-27T17:00:00Z'))).toEqual(at('2026-03-30T07:00:00Z'));
  });

  test('never passes in a calendar that never opens, nor is more looked for than two years', () => {
    const never = aCalendar({ hours: closed });
    expect(addBusinessTime(never, at('2026-11-30'), 1)).toBeNull();
    expect(nextOpening(never, at('2026-11-30'))).toBeNull();
    const always = aCalendar({ hours: everyDay('00:00', '24:00') });
    expect(addBusinessTime(always, at('2026-11-30'), 800 * day)).toBeNull();
    expect(addBusinessTime(always, at('2026-11-30'), 730 * day)).not.toBeNull();
  });

  test('ten days of it are added within a millisecond', () => {
    const calendar = aCalendar({ timeZone: 'Australia/Lord_Howe' });
    const add = (): Date | null => addBusinessTime(calendar, at('2026-11-30'), 240 * hour);
    const times = Array.from({ length: 200 }, () => {
      const before = performance.now();
      add();
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(1);
  });
});

describe('any calendar', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Pacific/Apia',
  ];
  const quarters = fc.integer({ min: 0, max: 96 });
  const hoursOfDay = fc.uniqueArray(quarters, { maxLength: 4 }).map((ends) => {
    const inOrder = ends.sort((one, other) => one - other);
    return Array.from({ length: Math.floor(inOrder.length / 2) }, (_, index) => ({
      from: clock(inOrder[2 * index]!),
      to: clock(inOrder[2 * index + 1]!),
    }));
  });
  const calendars = fc
    .record({
      timeZone: fc.constantFrom(...zones),
      days: fc.tuple(...weekdays.map(() => hoursOfDay)),
      offDays: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 40 }),
    })
    .map(({ timeZone, days, offDays }) => {
      const hours = Object.fromEntries(weekdays.map((one, index) => [one, days[index]!]));
      const holidays = offDays.map((offDay) => ({
        date: new Date(Date.UTC(2026, 0, 1 + offDay)).toISOString().slice(0, 10),
        name: 'A holiday',
      }));
      return aCalendar({ timeZone, hours: hours as Calendar['hours'], holidays });
    });
  /** In minutes: changes of clocks and what lies around them more often. */
  const moments = fc
    .oneof(
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      fc
        .tuple(
          fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25'),
          fc.integer({ min: -2_000, max: 2_000 }),
        )
        .map(([date, around]) => (Date.parse(date) - Date.UTC(2026, 0, 1)) / minute + around),
    )
    .map((minutes) => Date.UTC(2026, 0, 1) + minutes * minute);
  const lengths = fc.integer({ min: 1, max: 20 * day });

  test('equals what is counted minute by minute on the clock', () => {
    const spans = fc.integer({ min: 0, max: 2 * 24 * 60 });
    fc.assert(
      fc.property(calendars, moments, spans, (calendar, from, span) => {
        const shown = Array.from({ length: span }, (_, index) =>
          isOpenByClock(calendar, from + index * minute),
        );
        const sum = shown.filter((isOpen) => isOpen).length * minute;
        const to = from + span * minute;
        expect(businessTimeBetween(calendar, new Date(from), new Date(to))).toBe(sum);
        expect(isOpenAt(calendar, new Date(from))).toBe(isOpenByClock(calendar, from));
        const opens = shown.indexOf(true);
        if (opens !== -1) {
          const opening = new Date(from + opens * minute);
          expect(nextOpening(calendar, new Date(from))).toEqual(opening);
          const last = new Date(from + (shown.lastIndexOf(true) + 1) * minute);
          expect(addBusinessTime(calendar, new Date(from), sum)).toEqual(last);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('what was added lies between, and no earlier moment has as much', () => {
    fc.assert(
      fc.property(calendars, moments, lengths, (calendar, from, length) => {
        const end = addBusinessTime(calendar, new Date(from), length);
        if (!end) return;
        expect(businessTimeBetween(calendar, new Date(from), end)).toBe(length);
        const earlier = new Date(end.getTime() - 1);
        expect(businessTimeBetween(calendar, new Date(from), earlier)).toBe(length - 1);
      }),
    );
  });

  test('more time, and a later beginning, never end earlier; two parts are as long as the whole', () => {
    fc.assert(
      fc.property(calendars, moments, lengths, lengths, (calendar, from, one, other) => {
        const first = addBusinessTime(calendar, new Date(from), one);
        const both = addBusinessTime(calendar, new Date(from), one + other);
        if (!first || !both) return;
        expect(first.getTime()).toBeLessThan(both.getTime());
        expect(addBusinessTime(calendar, first, other)).toEqual(both);
        const later = addBusinessTime(calendar, new Date(from + other), one);
        if (later) expect(later.getTime()).toBeGreaterThanOrEqual(first.getTime());
      }),
    );
  });

  function clock(quarter: number): string {
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
  }
});

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Looks at the clock on the wall and at nothing else. */
function isOpenByClock({ timeZone, hours, holidays }: Calendar, moment: number): boolean {
  if (!clocks.has(timeZone)) {
    const date = { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'long' } as const;
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    clocks.set(timeZone, new Intl.DateTimeFormat('en-GB', { ...date, ...time, timeZone }));
  }
  const parts = clocks.get(timeZone)!.formatToParts(moment);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const time = `${part.hour}:${part.minute}`;
  const weekday = part.weekday!.toLowerCase() as (typeof weekdays)[number];
  return (
    holidays.every((holiday) => holiday.date !== date) &&
    hours[weekday].some(({ from, to }) => from <= time && time < to)
  );
}
