import fc from 'fast-check';
import { nextTimes, parseCron, scheduleProblem, type Cron } from '../../../flows/language/cron';

const minuteMs = 60_000;

const utc = (times: number[]): string[] => times.map((time) => new Date(time).toISOString());
const next = (cron: string, timeZone: string, from: string, count = 3): string[] =>
  utc(nextTimes(cron, timeZone, Date.parse(from), count));

test.each([
  ['0 9 * * 1', ['2026-12-07T08:00:00.000Z', '2026-12-14T08:00:00.000Z']],
  ['*/20 8-9 * * mon-fri', ['2026-12-01T07:00:00.000Z', '2026-12-01T07:20:00.000Z']],
  ['15 10 1,15 * *', ['2026-12-01T09:15:00.000Z', '2026-12-15T09:15:00.000Z']],
  ['0 0 29 feb *', ['2028-02-28T23:00:00.000Z', '2032-02-28T23:00:00.000Z']],
  ['0 12 * * 7', ['2026-12-06T11:00:00.000Z', '2026-12-13T11:00:00.000Z']],
  ['0 12 * * 5-7', ['2026-12-04T11:00:00.000Z', '2026-12-05T11:00:00.000Z']],
  // Either of the days is enough where both are named.
  ['0 12 13 * fri', ['2026-12-04T11:00:00.000Z', '2026-12-11T11:00:00.000Z']],
])('%s in Berlin comes at its next times', (cron, expected) => {
  expect(next(cron, 'Europe/Berlin', '2026-11-30T20:00:00Z', 2)).toEqual(expected);
});

test('a time that clocks jump over is left out on that day', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00:00Z')).toEqual([
    '2027-03-27T01:30:00.000Z',
    '2027-03-29T00:30:00.000Z',
    '2027-03-30T00:30:00.000Z',
  ]);
});

test('a time that clocks show twice comes once', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2027-10-30T12:00:00Z', 2)).toEqual([
    '2027-10-31T00:30:00.000Z',
    '2027-11-01T01:30:00.000Z',
  ]);
});

test('the next times are those that looking at a clock every minute finds', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata'];
  fc.assert(
    fc.property(
      aCron(),
      fc.constantFrom(...zones),
      fc.constantFrom(
        '2027-03-27T18:00Z',
        '2027-10-30T18:00Z',
        '2027-04-03T08:00Z',
        '2027-11-07T00:00Z',
      ),
      fc.integer({ min: 0, max: 24 * 60 }),
      (cron, zone, day, minutes) => {
        const from = Date.parse(day) + minutes * minuteMs;
        const end = from + 2 * 24 * 60 * minuteMs;
        const found = nextTimes(cron, zone, from, 5_000).filter((time) => time <= end);
        expect(utc(found)).toEqual(utc(byTheClock(cron, zone, from, end)));
      },
    ),
    { numRuns: 25 },
  );
});

test.each([
  ['0 9 * *', 'UTC', /has 4 fields; write five/],
  ['60 9 * * 1', 'UTC', /no such minute as "60"; write numbers from 0 to 59/],
  ['0 24 * * 1', 'UTC', /no such hour as "24"/],
  ['0 9 0 * *', 'UTC', /no such day as "0"/],
  ['0 9 * foo *', 'UTC', /no such month as "foo".*names as in feb/],
  ['0 9 * * 8', 'UTC', /no such weekday as "8"/],
  ['*/0 9 * * 1', 'UTC', /no such minute as "\*\/0"/],
  ['9-5 9 * * 1', 'UTC', /no such minute as "9-5"/],
  ['0 9 31 2 *', 'UTC', /a day that no month has/],
  ['@daily', 'UTC', /has 1 field; write five/],
  ['0 9 * * 1', 'Europe/Berlim', /there is no time zone "Europe\/Berlim"/],
])('%s in %s is no schedule', (cron, zone, message) => {
  expect(scheduleProblem(cron, zone)).toMatch(message);
});

/** Looks at a clock each minute; what it has shown before counts no more. */
function byTheClock(text: string, timeZone: string, from: number, end: number): number[] {
  const { cron } = parseCron(text) as { cron: Cron };
  const clock = new Intl.DateTimeFormat('en-US', {
    ...({ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric' } as const),
  });
  const shown = (time: number): Date => {
    const parts = Object.fromEntries(
      clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    ) as Record<string, number>;
    const { year, month, day, hour, minute } = parts;
    return new Date(Date.UTC(year!, month! - 1, day, hour, minute));
  };
  const found: number[] = [];
  let latest = -Infinity;
  for (let time = from - 24 * 60 * minuteMs; time <= end; time += minuteMs) {
    const local = shown(time);
    const isNew = local.getTime() > latest;
    latest = Math.max(latest, local.getTime());
    if (time > from && isNew && fits(cron, local)) found.push(time);
  }
  return found;
}

function fits(cron: Cron, local: Date): boolean {
  const ofMonth = cron.days.includes(local.getUTCDate());
  const ofWeek = cron.weekdays.includes(local.getUTCDay());
  return (
    cron.minutes.includes(local.getUTCMinutes()) &&
    cron.hours.includes(local.getUTCHours()) &&
    cron.months.includes(local.getUTCMonth() + 1) &&
    (cron.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek)
  );
}

function aCron(): fc.Arbitrary<string> {
  const field = (min: number, max: number): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('*') },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`) },
      {
        weight: 2,
        arbitrary: fc
          .array(fc.integer({ min, max }), { minLength: 1, maxLength: 4 })
          .map((values) => values.join(',')),
      },
    );
  return fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 7))
    .map((parts) => parts.join(' '));
}
