import { pathToReturnTo } from '../../admin-ui/src/features/session/return-path';
import { durationInWords, writtenDurationInWords } from '../../admin-ui/src/common/duration';
import { ageOf } from '../../admin-ui/src/common/age';
import { clockOf } from '../../admin-ui/src/features/calendars/calendar-draft';
import { hoursInWords } from '../../admin-ui/src/features/calendars/weekdays';
import { sizeInWords } from '../../admin-ui/src/common/size';

const minute = 60_000;

describe('figures as people read them', () => {
  test.each([
    [20_000, 'just now', 'now'],
    [5 * minute, '5 min. ago', '5m'],
    [59 * minute, '59 min. ago', '59m'],
    [25 * 60 * minute, '1 day ago', '1d'],
    [-90 * minute, 'in 1 hr.', '1h'],
  ])('%i ms ago', (past, long, short) => {
    const now = Date.parse('2026-11-23T12:00:00Z');

    expect([ageOf(now - past, now), ageOf(now - past, now, true)]).toEqual([long, short]);
  });

  test.each([
    [62, '62 ms'],
    [4_210, '4.2 s'],
    [3 * minute, '3 min'],
    [90 * minute, '1 h 30 min'],
    [52 * 60 * minute, '2 d 4 h'],
  ])('%i ms took', (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });

  test.each([
    ['48h', '48 hours'],
    ['1h30m', '1 hour, 30 minutes'],
    ['1d', '1 day'],
  ])('%s of a Flow', (written, words) => {
    expect(writtenDurationInWords(written)).toBe(words);
  });

  test.each([
    [640, '640 B'],
    [84_213, '84 KB'],
    [3_400_000, '3.4 MB'],
  ])('%i bytes', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});

describe('the hours of a calendar', () => {
  const day = [{ from: '09:00', to: '17:00' }];
  const closed = {
    ...{ monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] },
    ...{ saturday: [], sunday: [] },
  };

  test('days with the same hours are named together, closed ones not at all', () => {
    const split = [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '15:00' },
    ];
    expect(
      hoursInWords({ ...closed, monday: day, tuesday: day, thursday: split, sunday: day }),
    ).toBe('Mon–Tue 09:00–17:00 · Thu 09:00–12:00, 13:00–15:00 · Sun 09:00–17:00');
    expect(hoursInWords(closed)).toBe('');
  });

  test.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    [' 17:05 ', '17:05'],
    ['noon', 'noon'],
  ])('what is typed as %s is %s', (typed, clock) => {
    expect(clockOf(typed)).toBe(clock);
  });
});

test.each([
  [null, '/'],
  ['/tickets?priority=urgent', '/tickets?priority=urgent'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?to=/login', '/'],
])('logging in leads to a page of ours only: %s', (wanted, path) => {
  expect(pathToReturnTo(wanted)).toBe(path);
});
